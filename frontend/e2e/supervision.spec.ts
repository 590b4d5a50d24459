import type { Case } from './api'
import { announce, checkIn, closeVoting, openVoting, prepareMeeting, vote } from './ballotCourse'
import { PHOTO } from './course'
import { expect, look, test } from './fixtures'
import { People, type Part } from './people'
import { card, picture } from './pictures'
import { answered, assigned, by, handedIn, started, talked } from './ready'
import { command, freshNumber, open, pick, type Matter } from './steps'

/** As few as a result may be told of. */
const VOTERS = 5

test('a key suggestion: nominated, chosen, planned, visited, reported, voted on in secret, closed', async ({
  browser,
}, info) => {
  test.skip(info.project.name !== 'phone', 'everybody at the own device: once is enough')
  test.setTimeout(400_000)
  const people = new People(browser, true)
  const matter: Matter = {
    title: `关于改造第${freshNumber()}号片区雨污管网的建议`,
    facts: '片区雨污合流，汛期返水，涉及居民两千余户，连续两年反映集中。',
    proposals: ['实施雨污分流改造。'],
  }
  await people.later('2026-06-15T09:00:00+08:00')
  const id = await handedIn(matter)
  await assigned(id, '住房和城乡建设局', '环境资源城乡建设')
  await started(id)
  /** The page of its supervision, as this person comes to it. */
  const supervised = async (part: Part) => {
    const page = await people.as(part)
    await page.goto(`/desk/key-suggestions/${id}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(matter.title)
    return page
  }
  const state = (word: string) => ({ name: new RegExp(`2026年 · ${word}`) })

  await test.step('the committee of its field nominates it', async () => {
    const committee = await people.as('committee')
    await open(committee, 'suggestions', matter.title)
    await committee.getByRole('link', { name: '重点督办', exact: true }).click()
    await expect(committee.getByText('还没有被提名')).toBeVisible()
    await command(committee, '提名为重点督办建议', async (dialog) => {
      await dialog.getByLabel('反映集中').check()
      await dialog.getByLabel('民生实事').check()
      await dialog.getByLabel('理由说明').fill('连续两年反映集中，涉及居民两千余户，需要多部门协同。')
      await look(committee, 'key-propose')
    })
    await expect(committee.getByRole('heading', state('候选'))).toBeVisible()
  })

  await test.step('the clerk writes down what the government said', async () => {
    const clerk = await supervised('clerk')
    await command(clerk, '记录政府意见', (dialog) => dialog.getByLabel('政府意见').fill('同意列入，由分管副县长领办。'))
    await expect(clerk.getByText('同意列入，由分管副县长领办。')).toBeVisible()
  })

  await test.step('the council of chairpersons chooses it; nobody supervises what they handle', async () => {
    await people.clock('2026-06-16T09:00:00+08:00')
    const chairman = await supervised('chairman')
    await chairman.getByRole('main').getByRole('button', { name: '确定为重点督办建议' }).click()
    const dialog = chairman.getByRole('dialog')
    await dialog.getByLabel('会议名称').fill('县十八届人大常委会第六十次主任会议')
    await pick(dialog.getByLabel('领衔督办领导'), '演', /演主任/)
    await dialog.getByLabel('领办领导姓名').fill('演主任')
    await dialog.getByLabel('领办领导职务').fill('副县长')
    await dialog.getByLabel('单位主要负责人姓名').fill('演局长')
    await dialog.getByLabel('单位主要负责人职务').fill('局长')
    await pick(dialog.getByLabel('对口督办的专（工）委'), '环境', /环境资源/)
    await look(chairman, 'key-choose')
    await picture(chairman, 'key-choose', dialog, { height: 1400 })
    await dialog.getByRole('button', { name: '确定为重点督办建议' }).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await dialog.getByLabel('领办领导姓名').fill('演县长')
    await dialog.getByRole('button', { name: '确定为重点督办建议' }).click()
    await expect(chairman.getByRole('dialog')).toHaveCount(0)
    await expect(chairman.getByRole('heading', state('已确定'))).toBeVisible()
    await expect(chairman.getByText('演县长 · 副县长 · 县政府')).toBeVisible()
  })

  await test.step('the unit plans and tells how far it has come', async () => {
    const unit = await supervised('unit')
    await expect(unit.getByText(/方案应于 .* 前制定/)).toBeVisible()
    await command(unit, '制定办理方案', async (dialog) => {
      await dialog.getByLabel('措施').fill('分三段实施雨污分流，先主管后支管。')
      await dialog.getByLabel('节点 1', { exact: true }).fill('完成设计')
      await dialog.getByLabel('节点 1 的时限').fill('2026-07-31')
      await dialog.getByLabel(/^节点 2(?! 的)/).fill('主管网完工')
      await dialog.getByLabel('节点 2 的时限').fill('2026-10-31')
      await look(unit, 'key-plan')
    })
    await expect(unit.getByRole('heading', state('督办中'))).toBeVisible()
    await command(unit, '报告进展', (dialog) => dialog.getByLabel('内容').fill('设计单位已经进场，完成管线探测。'))
    await expect(unit.getByText('设计单位已经进场，完成管线探测。')).toBeVisible()
    // What is missing before the report stands there from the beginning.
    await expect(unit.getByText('答复以后才能报告办理情况。')).toBeVisible()
    await expect(unit.getByText('现有 0 次', { exact: false })).toBeVisible()
    await expect(unit.getByRole('button', { name: '报告办理情况' })).toHaveCount(0)
    await look(unit, 'key-planned')
    await picture(unit, 'key-planned', unit.getByRole('main'), { height: 1000 })
  })

  await test.step('the congress goes and looks, twice, with a deputy', async () => {
    await people.clock('2026-06-18T16:00:00+08:00')
    const committee = await supervised('committee')
    const lead = await by('committee', async (one) => (await one.get<Case>(`/suggestions/${id}`)).lead.name)
    for (const [kind, summary] of [
      ['现场督办', '现场察看管线探测，要求汛前完成应急疏通。'],
      ['听取汇报', '听取设计方案汇报，要求公开工期。'],
    ] as const) {
      await command(committee, '记录督办活动', async (dialog) => {
        await dialog.getByLabel('形式').selectOption({ label: kind })
        await dialog.getByLabel('地点').fill('城北片区')
        await pick(dialog.getByLabel('参加的代表'), lead, new RegExp(lead))
        await dialog.getByLabel('察看情况和要求').fill(summary)
        if (kind === '现场督办') {
          await dialog
            .locator('input[type=file]')
            .setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PHOTO })
          await expect(dialog.getByRole('button', { name: '现场.png' }).first()).toBeVisible()
        }
        await look(committee, 'key-event')
      })
      await expect(committee.getByText(summary)).toBeVisible()
    }
    await expect(committee.getByText('有代表参加 2 次，应不少于 2 次')).toBeVisible()
  })

  await test.step('the head of the unit talks with the deputy and signs the letter; the unit reports', async () => {
    await talked(id, '2026-06-18T10:00:00+08:00', { head: true })
    await answered(id, matter, '2026-10-31', { byHead: true })
    const unit = await supervised('unit')
    await command(unit, '报告办理情况', (dialog) =>
      dialog.getByLabel('内容').fill('设计完成，应急疏通到位，主管网十月底完工。'),
    )
    await expect(unit.getByRole('heading', state('已报告'))).toBeVisible()
  })

  const title = `第${freshNumber()}次代表建议办理督办会`
  await test.step('at the supervision meeting it is voted on in secret', async () => {
    const clerk = await people.as('clerk')
    const address = await prepareMeeting(clerk, title, async (dialog) => {
      await pick(dialog.getByLabel('逐件测评的建议'), matter.title, matter.title)
      await dialog.getByLabel('办理过程、办理结果分开测评').check()
      await picture(clerk, 'ballot-items', dialog)
    })
    await expect(clerk.getByRole('main').getByText(matter.title).first()).toBeVisible()
    const { keys, slips } = await openVoting(clerk)
    await checkIn(clerk, VOTERS)
    await look(clerk, 'key-roll')
    await picture(clerk, 'ballot-roll', card(clerk, '名册与签到'), { height: 460 })
    const phone = await people.window()
    for (const slip of slips.slice(0, VOTERS)) {
      await phone.goto(`/d/ballot#${slip.replaceAll('-', '')}`)
      await vote(phone, ['满意', slip === slips[0] ? '基本满意' : '满意'], slip === slips[0] ? 'key-ballot' : undefined)
    }
    await phone.context().close()
    await clerk.goto(address)
    await closeVoting(clerk, keys)
    const head = await people.as('head')
    await announce(head, address)
    await look(head, 'key-voted')
    await picture(head, 'ballot-result', card(head, /^测评/), { height: 700 })
  })

  await test.step('the council hears the report and closes the supervision', async () => {
    const chairman = await supervised('chairman')
    await command(chairman, '督办办结', async (dialog) => {
      await dialog.getByLabel('会议名称').fill('县十八届人大常委会第六十二次主任会议')
      await dialog.getByLabel('结论').fill('同意办结，继续跟踪主管网工期。')
      await dialog.getByLabel('督办评价').selectOption({ label: '优' })
    })
    await expect(chairman.getByRole('heading', state('督办办结'))).toBeVisible()
    await look(chairman, 'key-closed')
    await chairman.goto('/desk/key-suggestions?year=2026&status=closed')
    await expect(chairman.getByRole('row').filter({ hasText: matter.title })).toContainText('督办办结')
    await picture(chairman, 'key-list')
  })

  await test.step('the deputy reads the result on the phone', async () => {
    const deputy = await people.as('deputy')
    await deputy.goto('/d/ballot-results')
    await deputy.getByLabel('哪一次督办会').selectOption({ label: `${title}（2026年6月18日）` })
    await expect(deputy.getByText(matter.title).first()).toBeVisible()
    await look(deputy, 'key-result')
    await picture(deputy, 'ballot-results')
  })
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
