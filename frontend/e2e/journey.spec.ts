import { expect, look, test } from './fixtures'
import { moveClock } from './clock'
import { answer, issue, meet, propose, rate, release, signAndStart } from './course'
import { People } from './people'
import { accepted, handedIn, unitNamed } from './ready'
import { closed, command, download, freshNumber, handIn, open, pick, type Matter } from './steps'

/** Every width has its own week, so that the two runs on one database do not meet. */
const WEEK = { phone: '2026-06-1', wide: '2026-06-2' } as Record<string, string>

const OPINION =
  '经现场核查，校门口道路红线宽度满足设置即停即走泊位条件，建议设置八个泊位，由我局负责施划标线，并在接送时段安排人员疏导，确保通行安全。'

test('a suggestion travels from the deputy’s phone to the public page', async ({ browser }, info) => {
  test.setTimeout(240_000)
  const week = WEEK[info.project.name] ?? '2026-06-1'
  const day = (n: number, time: string) => `${week}${n}T${time}:00+08:00`
  const people = new People(browser)
  const matter: Matter = {
    title: `关于增设第${freshNumber()}号路口即停即走车位的建议`,
    facts: '实验小学门口上学放学时段拥堵，接送车辆无处临时停靠，居民多次向代表反映。',
    proposals: ['在校门口增设即停即走车位。', '优化接送时段交通组织。'],
  }
  let id = ''

  await test.step('the deputy writes and hands in', async () => {
    await moveClock(day(1, '09:00'))
    const deputy = await people.as('deputy')
    id = await handIn(deputy, matter, '住房和城乡建设局')
    await expect(deputy.getByText('待审查').first()).toBeVisible()
    await look(deputy, 'journey-handed-in')
  })

  const nobody = await people.window()
  const unpublished = async () => {
    await nobody.goto(`/suggestions/${id}`)
    await expect(nobody.getByText('没有找到').first()).toBeVisible()
    await nobody.goto(`/suggestions?q=${encodeURIComponent(matter.title)}`)
    await expect(nobody.getByText('没有符合条件的结果')).toBeVisible()
  }
  await unpublished()

  await test.step('the committee’s clerk reviews and accepts it with an official number', async () => {
    const clerk = await people.as('clerk')
    await clerk.goto('/desk/review')
    await clerk.getByRole('navigation', { name: '待审查的建议' }).getByRole('button', { name: matter.title }).click()
    await expect(clerk.getByRole('heading', { level: 2, name: matter.title })).toBeVisible()
    for (const check of await clerk.getByRole('checkbox').all()) await check.check()
    await look(clerk, 'journey-review')
    await clerk.getByRole('button', { name: '立案' }).click()
    const dialog = clerk.getByRole('dialog')
    await dialog.getByLabel('类别').first().selectOption({ index: 1 })
    await look(clerk, 'journey-accept')
    await dialog.getByRole('button', { name: '立案', exact: true }).click()
    await closed(dialog)
    await open(clerk, 'suggestions', matter.title)
    await expect(
      clerk
        .getByRole('main')
        .getByText(/闭会期间第\d{3}号|闭会第\d{3}号/)
        .first(),
    ).toBeVisible()
  })

  await test.step('it goes to the government office, which dispatches it to a lead and a co-unit', async () => {
    const clerk = await people.as('clerk')
    await clerk.getByRole('button', { name: '交办', exact: true }).click()
    const assign = clerk.getByRole('dialog')
    await assign.getByLabel('经政府办（督查室）分办').check()
    await pick(assign.getByRole('combobox', { name: /^主办/ }), '政府办', /政府办/)
    await look(clerk, 'journey-assign')
    await assign.getByRole('button', { name: '交办', exact: true }).click()
    await closed(assign)

    const office = await people.as('office')
    await open(office, 'tasks', matter.title)
    await command(office, '签收')
    await office.getByRole('main').getByRole('button', { name: '分办', exact: true }).click()
    const dispatch = office.getByRole('dialog')
    await pick(dispatch.getByRole('combobox', { name: /^主办/ }), '住建局', /住房和城乡建设局/)
    await pick(dispatch.getByRole('combobox', { name: /^协办/ }), '交通', /交通运输局/)
    await look(office, 'journey-dispatch')
    await dispatch.getByRole('button', { name: '分办', exact: true }).click()
    await closed(dispatch)
  })

  const course = { people, id, title: matter.title, day: `${week}3` }
  await test.step('both units sign for it, the lead unit names who is responsible', async () => {
    await signAndStart(course)
    await look(await people.as('unit'), 'journey-unit')
    const co = await people.as('coUnit')
    await open(co, 'tasks', matter.title)
    await command(co, '签收')
  })

  await test.step('they meet; the deputy confirms the record', async () => {
    await moveClock(day(3, '15:00'))
    // The co-unit has signed since the unit's page was read: that is said, and nothing typed is lost.
    await meet(course, true)
    await look(await people.as('deputy'), 'journey-contact-confirmed')
  })

  await test.step('the co-unit gives its opinion', async () => {
    const leader = await people.as('coLeader')
    await open(leader, 'tasks', matter.title)
    await command(leader, '出具协办意见', (dialog) => dialog.getByLabel('协办意见').fill(OPINION))
    await expect(leader.getByText('协办意见已出具').first()).toBeVisible()
  })

  await test.step('the lead unit answers point by point', () =>
    answer(course, {
      category: '正在解决',
      answers: ['已在校门口施划八个即停即走泊位。', '已会同交警优化接送时段交通组织。'],
      promise: '年底前完成标志牌安装',
      evidence: '现场.png',
      withCoUnits: true,
    }))

  await test.step('the office passes it, the leader signs it off, the letter is printed and delivered', async () => {
    await issue(course, 'office')
    await look(await people.as('unit'), 'journey-delivered')
  })

  await test.step('the deputy rates attitude and result apart', () => rate(course))
  await unpublished()

  await test.step('what becomes public is proposed and decided part by part', async () => {
    const parts = ['标题', '建议全文', '答复全文', '办理进展']
    await propose(course, parts)
    await unpublished()
    await release(course, parts)
  })

  await test.step('everybody can read it', async () => {
    await nobody.goto('/suggestions')
    await nobody.getByRole('searchbox').fill(matter.title)
    await nobody.getByRole('article').getByRole('link', { name: matter.title }).click()
    await expect(nobody.getByRole('heading', { level: 1 })).toHaveText(matter.title)
    await expect(nobody.getByText(matter.facts)).toBeVisible()
    await expect(nobody.getByText('已在校门口施划八个即停即走泊位。')).toBeVisible()
    await expect(nobody.getByText('年底前完成标志牌安装').first()).toBeVisible()
    await expect(nobody.getByText('0527-80000000')).toHaveCount(0)
    await look(nobody, 'journey-public')
    await download(nobody.getByRole('link', { name: '答复函 PDF' }), '%PDF')
  })
  await nobody.context().close()
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})

test('assigned directly, the unit that the deputy named signs for it', async ({ browser }, info) => {
  test.setTimeout(120_000)
  await moveClock(`${WEEK[info.project.name] ?? '2026-06-1'}5T09:00:00+08:00`)
  const people = new People(browser)
  const title = `关于修补第${freshNumber()}号路口路面的建议`
  const facts = '路口路面破损多处，雨天积水，电动车多次摔倒。'
  const wished = await unitNamed('住房和城乡建设局')
  const id = await handedIn({ title, facts, proposals: ['尽快修补破损路面。'] }, { preferred_unit_ids: [wished.id] })
  await accepted(id)
  const clerk = await people.as('clerk')
  await open(clerk, 'suggestions', title)
  await clerk.getByRole('main').getByRole('button', { name: '交办', exact: true }).click()
  const assign = clerk.getByRole('dialog')
  // What the deputy wished for is one click away.
  await assign.getByRole('button', { name: /住房和城乡建设局$/ }).click()
  await assign.getByRole('button', { name: '交办', exact: true }).click()
  await closed(assign)
  const unit = await people.as('unit')
  await open(unit, 'tasks', title)
  await command(unit, '签收')
  await expect(unit.getByRole('main').getByText('已签收').first()).toBeVisible()
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
