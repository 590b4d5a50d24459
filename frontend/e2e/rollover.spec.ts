import { elected } from './congress'
import { expect, look, test } from './fixtures'
import { settled } from './inspect'
import { People } from './people'
import { card, picture } from './pictures'
import { answered, assigned, by, handedIn, started, talked } from './ready'
import { command, freshNumber, pick, type Matter } from './steps'

// The county's deputies leave their seats here: nothing that needs them can come afterwards (playwright.config.ts).

interface Rollover {
  figures: Record<string, number>
}
const NEXT = '2027-01-12'

test('a term ends: previewed, commanded once, reported; what is unfinished goes on, and who left still rates', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const people = new People(browser, true)
  const matter: Matter = {
    title: `关于加固第${freshNumber()}号堤防的建议`,
    facts: '堤防多处渗水，汛期巡查频繁，沿线三个村年年上堤。',
    proposals: ['列入明年除险加固计划。'],
  }
  const name = (part: 'deputy' | 'cosigner') =>
    by(part, async (one) => (await one.get<{ display_name: string }>('/me')).display_name)
  const again = await name('cosigner')

  await people.later('2026-12-21T09:00:00+08:00')
  const id = await handedIn(matter)
  await assigned(id, '住房和城乡建设局')
  await started(id)
  const waiting = { ...matter, title: `关于硬化第${freshNumber()}号堤顶道路的建议` }
  const unfinished = await handedIn(waiting)
  await people.clock('2026-12-28T15:00:00+08:00')
  await talked(id, '2026-12-28T10:00:00+08:00')
  await answered(id, matter, '2027-06-30')
  let old = ''

  await test.step('without the next term there is nothing to go over to, and the page says where to begin', async () => {
    const head = await people.as('head')
    await head.goto('/desk/terms')
    await head.getByRole('row').filter({ hasText: '当前' }).getByRole('link', { name: /^换届/ }).click()
    await expect(head.getByRole('heading', { level: 1 })).toHaveText('十八届换届')
    old = /terms\/([0-9a-f-]{36})/.exec(head.url())?.[1] ?? ''
    await expect(head.getByText('名册中还没有下一届，请先登记。')).toBeVisible()
    await expect(head.getByRole('button', { name: '换届', exact: true })).toHaveCount(0)
    await look(head, 'rollover-none')
    await head.getByRole('main').getByRole('link', { name: '新建届次' }).click()
    await command(
      head,
      '新建届次',
      async (dialog) => {
        await pick(dialog.getByLabel('行政区划'), '泗安县', /泗安县/)
        await dialog.getByLabel('第几').fill('19')
        await dialog.getByLabel('名称').fill('十九届')
        await dialog.getByLabel('开始日期').fill(NEXT)
      },
      '保存',
    )
    await expect(head.getByRole('cell', { name: '十九届' }).first()).toBeVisible()
  })

  await test.step('before its first meeting the preview shows what would happen, and offers no command', async () => {
    const { items } = await by('head', (one) => one.get<{ items: { id: string; name: string }[] }>('/terms'))
    await elected(items.find((term) => term.name === '十九届')?.id ?? '', again, '2026-12-18')
    const head = await people.as('head')
    await head.goto(`/desk/terms/${old}/rollover`)
    await expect(head.getByText('下一届首次会议尚未召开，届时才能换届。')).toBeVisible()
    await expect(card(head, '将发生什么')).toBeVisible()
    await expect(head.getByRole('button', { name: '换届', exact: true })).toHaveCount(0)
    await look(head, 'rollover-early')
  })

  let foreseen: Record<string, number> = {}
  /** The number beside a line of the figures. */
  const figure = async (within: ReturnType<typeof card>, part: string, label: string) =>
    Number(
      await within
        .locator('section', { has: within.page().getByRole('heading', { name: part, exact: true }) })
        .locator('dt', { hasText: new RegExp(`^\\s*${label}\\s*$`) })
        .locator('xpath=following-sibling::dd[1]')
        .last()
        .innerText(),
    )

  await test.step('on the day: counts, warnings, a tick, the command', async () => {
    await people.later(`${NEXT}T14:00:00+08:00`)
    const head = await people.as('head')
    foreseen = (
      await by('head', (one) =>
        one.get<Rollover & { figures: Record<string, number> }>(`/terms/${old}/rollover-preview`),
      )
    ).figures
    await head.goto(`/desk/terms/${old}/rollover`)
    await expect(head.getByText(/十八届全部代表资格随十九届首次会议（2027年1月12日）召开而届满/)).toBeVisible()
    await expect(head.getByText('下一届还没有登记会次，大会期间提出的建议将按闭会编号。')).toBeVisible()
    const shown = card(head, '将发生什么')
    expect(await figure(shown, '席位', '在任')).toBe(foreseen.seats_active)
    expect(await figure(shown, '席位', '其中连任下一届')).toBe(1)
    expect(await figure(shown, '未办结事项', '已答复待评价')).toBe(foreseen.replied)
    expect(await figure(shown, '下一届的准备', '在任代表')).toBe(2)
    await look(head, 'rollover-preview')
    await picture(head, 'rollover-preview', head.getByRole('main'), { height: 1000 })
    const run = head.getByRole('button', { name: '换届', exact: true })
    await expect(run).toBeDisabled()
    await head.getByLabel('文号').fill('县十九届人大一次会议公告第1号')
    await head.getByLabel(/^已核对以上各项/).check()
    await run.click()
  })

  await test.step('it goes through to the end, and reports what it counted', async () => {
    const head = await people.as('head')
    await expect(head.getByRole('heading', { name: '换届已完成' })).toBeVisible({ timeout: 60_000 })
    await expect(head.getByText(/^已处理 (\d+) \/ \1 件$/)).toBeVisible()
    await expect(head.getByText('县十九届人大一次会议公告第1号')).toBeVisible()
    const report = card(head, '换届情况（按换届当时清点）')
    expect(await figure(report, '席位', '在任'), 'what was foreseen is what happened').toBe(foreseen.seats_active)
    expect(await figure(report, '未办结事项', '待审查')).toBe(foreseen.submitted)
    await look(head, 'rollover-done')
    await picture(head, 'rollover-done', head.getByRole('main'), { height: 1000 })
    // Nothing is left to press, and a second visit shows the same.
    await head.reload()
    await expect(head.getByRole('heading', { name: '换届已完成' })).toBeVisible()
    await expect(head.getByRole('button', { name: '换届', exact: true })).toHaveCount(0)
    await expect(head.getByRole('button', { name: '继续结转' })).toHaveCount(0)
  })

  await test.step('the old term is only read, and every page of it says so', async () => {
    const head = await people.as('head')
    await head.goto('/desk/terms')
    const ended = head.getByRole('row').filter({ has: head.getByRole('link', { name: /^换届情况/ }) })
    await expect(ended).toContainText('十八届')
    await expect(ended).toContainText('2027年1月11日')
    await expect(ended.getByRole('button')).toHaveCount(0)
    await expect(head.getByRole('row').filter({ hasText: '当前' })).toContainText('十九届')
    const meeting = head.getByRole('row').filter({ hasText: '十八届五次' })
    await expect(meeting).toBeVisible()
    await expect(meeting.getByRole('button')).toHaveCount(0)
    await look(head, 'rollover-terms')
    for (const [list, one] of [
      ['/desk/deputies', '十八届已经换届，只能查阅。'],
      ['/desk/groups', '十八届已经换届，只能查阅。'],
    ] as const) {
      await head.goto(`${list}?term_id=${old}`)
      await head.getByRole('main').getByRole('row').getByRole('link').first().click()
      await settled(head)
      await expect(head.getByRole('note').filter({ hasText: one })).toBeVisible()
      await look(head, `rollover-old${list.replace(/\W+/g, '-')}`)
    }
  })

  await test.step('the lists show the new term with what was carried into it', async () => {
    const clerk = await people.as('clerk')
    await clerk.goto(`/desk/suggestions?q=${encodeURIComponent(waiting.title)}`)
    const row = clerk.getByRole('row').filter({ hasText: waiting.title })
    await expect(row).toContainText('往届结转')
    await clerk.goto('/desk/suggestions?carried_over=true')
    await expect(clerk.getByRole('main').getByText('往届结转').first()).toBeVisible()
    await look(clerk, 'rollover-carried')
    await picture(clerk, 'rollover-carried')
    // Reviewed, numbered and handled as before.
    await clerk.goto(`/desk/suggestions/${unfinished}`)
    await command(clerk, '立案', async (dialog) => {
      await dialog.getByLabel('类别').first().selectOption({ index: 1 })
    })
    await expect(clerk.getByRole('main').getByText(/闭会/).first()).toBeVisible()
  })

  await test.step('a deputy who left reads, rates, and writes nothing new', async () => {
    const deputy = await people.as('deputy')
    await expect(deputy.getByText('您的代表资格已随任期届满', { exact: false })).toBeVisible()
    // What ended with the term in its deputies' hands waits for nobody.
    await expect(deputy.getByRole('heading', { name: '正在办理' })).toBeVisible()
    await expect(deputy.getByText('联名确认中')).toHaveCount(0)
    await look(deputy, 'rollover-former')
    await picture(deputy, 'rollover-former')
    await expect(deputy.getByRole('navigation', { name: '主要导航' }).getByRole('link')).toHaveCount(4)
    await deputy.getByRole('main').getByRole('link', { name: matter.title }).first().click()
    await deputy.getByRole('group', { name: '办理态度' }).getByLabel('满意', { exact: true }).check()
    await deputy.getByRole('group', { name: '办理结果' }).getByLabel('基本满意', { exact: true }).check()
    await deputy.getByLabel('答复前与我当面沟通过').check()
    await deputy.getByLabel('谁来答复的').fill('县住建局 演分管')
    await look(deputy, 'rollover-evaluate')
    await deputy.getByRole('button', { name: '提交评价' }).click()
    await expect(deputy).toHaveURL(new RegExp(`/d/suggestions/${id}$`))
    await look(deputy, 'rollover-rated')
  })
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
