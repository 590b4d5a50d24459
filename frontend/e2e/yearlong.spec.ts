import type { Case } from './api'
import { PHOTO, propose, rate, release, type Course } from './course'
import { expect, look, test } from './fixtures'
import { People } from './people'
import { card, picture } from './pictures'
import { answered, by, rated, started, talked } from './ready'
import { closed, command, freshNumber, open, pick, submit, write, type Matter } from './steps'

// Months pass here for the whole county: this file is the last one, so that nobody else comes to find all of it late.

test('a suggestion that goes wrong wherever it can, and is solved in the end', async ({ browser }, info) => {
  test.skip(info.project.name !== 'wide', 'everybody at the own device: once is enough')
  test.setTimeout(600_000)
  const people = new People(browser, true)
  const matter: Matter = {
    title: `关于打通第${freshNumber()}号断头路的建议`,
    facts: '断头路长四百米，两侧居民绕行三公里。',
    proposals: ['年内打通断头路。', '同步建设人行道和路灯。'],
  }
  const fuller = `${matter.facts}涉及五个小区一千二百户，学生上学须横穿国道。`
  const name = (part: 'deputy' | 'cosigner') =>
    by(part, async (one) => (await one.get<{ display_name: string }>('/me')).display_name)
  const cosignerName = await name('cosigner')
  let id = ''

  await test.step('written together: invited, confirmed, handed in', async () => {
    await people.later('2026-08-03T09:00:00+08:00')
    const deputy = await people.as('deputy')
    await write(deputy, matter, { unit: '住房和城乡建设局', cosigner: cosignerName })
    await look(deputy, 'year-invited')
    const cosigner = await people.as('cosigner')
    await cosigner.goto('/d/')
    await cosigner.getByRole('main').getByRole('link', { name: matter.title }).first().click()
    await cosigner.getByRole('button', { name: '确认联名' }).click()
    await expect(cosigner.getByRole('button', { name: '确认联名' })).toHaveCount(0)
    await deputy.reload()
    await expect(deputy.getByText('已确认', { exact: true })).toBeVisible()
    id = await submit(deputy, matter.title)
  })

  await test.step('returned with reasons; the text grows, and is confirmed again', async () => {
    const clerk = await people.as('clerk')
    await open(clerk, 'suggestions', matter.title)
    await command(clerk, '退回修改', async (dialog) => {
      await dialog.getByLabel('没有具体内容').check()
      await dialog.getByLabel('说明', { exact: true }).fill('请补充涉及的户数和学生通行情况。')
      await look(clerk, 'year-return')
      await picture(clerk, 'review-return', dialog)
    })
    const deputy = await people.as('deputy')
    await deputy.goto(`/d/suggestions/${id}`)
    await expect(deputy.getByText('请补充涉及的户数和学生通行情况。').first()).toBeVisible()
    await look(deputy, 'year-returned')
    await picture(deputy, 'deputy-returned')
    await deputy.getByRole('link', { name: '修改后再提交' }).click()
    await deputy.getByRole('textbox', { name: '情况' }).fill(fuller)
    await expect(deputy.getByText('已保存', { exact: true })).toBeVisible()

    const cosigner = await people.as('cosigner')
    await cosigner.goto(`/d/suggestions/${id}`)
    await expect(cosigner.getByText('您确认之后，内容有修改', { exact: false })).toBeVisible()
    await expect(cosigner.locator('ins').first()).toContainText('涉及五个小区')
    await look(cosigner, 'year-confirm-again')
    await picture(cosigner, 'deputy-confirm-again')
    await cosigner.getByRole('button', { name: '确认联名' }).click()
    await expect(cosigner.getByRole('button', { name: '确认联名' })).toHaveCount(0)

    await deputy.goto(`/d/write/${id}?step=cosigners`)
    await expect(deputy.getByText('已确认', { exact: true })).toBeVisible()
    await submit(deputy, matter.title)
  })

  await test.step('accepted and given to the government office, which gives it to the wrong unit', async () => {
    await people.clock('2026-08-04T10:00:00+08:00')
    const clerk = await people.as('clerk')
    await open(clerk, 'suggestions', matter.title)
    await command(clerk, '立案', async (dialog) => {
      await dialog.getByLabel('类别').first().selectOption({ label: '城建交通' })
    })
    await expect(card(clerk, '基本情况').getByText(cosignerName)).toBeVisible()
    await clerk.getByRole('main').getByRole('button', { name: '交办', exact: true }).click()
    const assign = clerk.getByRole('dialog')
    await assign.getByLabel('经政府办（督查室）分办').check()
    await pick(assign.getByRole('combobox', { name: /^主办/ }), '政府办', /政府办/)
    await picture(clerk, 'committee-assign', assign, { height: 1100 })
    await assign.getByRole('button', { name: '交办', exact: true }).click()
    await closed(assign)
    const office = await people.as('office')
    await open(office, 'tasks', matter.title)
    await command(office, '签收')
    await office.getByRole('main').getByRole('button', { name: '分办', exact: true }).click()
    const dispatch = office.getByRole('dialog')
    await pick(dispatch.getByRole('combobox', { name: /^主办/ }), '交通运输局', /交通运输局/)
    await dispatch.getByRole('button', { name: '分办', exact: true }).click()
    await closed(dispatch)
  })

  await test.step('sent back twice; then the arbiter has to name a unit, and that is final', async () => {
    await people.clock('2026-08-05T10:00:00+08:00')
    const roads = await people.as('coLeader')
    await open(roads, 'tasks', matter.title)
    await command(roads, '申请退办', async (dialog) => {
      await pick(dialog.getByLabel('建议承办单位'), '农业农村局', /农业农村局/)
      await dialog.getByLabel('理由', { exact: true }).fill('属农村道路范围，不属本局职责。')
      await look(roads, 'year-send-back')
      await picture(roads, 'unit-send-back', dialog)
    })
    await expect(roads.getByRole('main').getByText('申请退办').first()).toBeVisible()
    const office = await people.as('office')
    await office.goto('/desk/tasks?queue=send_back')
    await expect(office.getByRole('main').getByRole('link', { name: matter.title })).toBeVisible()
    await open(office, 'tasks', matter.title)
    await command(office, '同意退办', async (dialog) => {
      await pick(dialog.getByLabel('改交单位'), '农业农村局', /农业农村局/)
      await dialog.getByLabel('理由', { exact: true }).fill('改交农业农村局。')
    })
    await people.clock('2026-08-06T10:00:00+08:00')
    const farm = await people.as('farmLeader')
    await open(farm, 'tasks', matter.title)
    await command(farm, '申请退办', async (dialog) => {
      await dialog.getByLabel('理由', { exact: true }).fill('路段已划入城区，应由住建部门实施。')
    })
    await open(office, 'tasks', matter.title)
    await expect(office.getByText('曾经承办过的单位')).toBeVisible()
    await look(office, 'year-before')
    await picture(office, 'government-before', office.locator('.notice').filter({ hasText: '曾经承办过的单位' }))
    await office.getByRole('main').getByRole('button', { name: '同意退办', exact: true }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByLabel('理由', { exact: true }).fill('第二次退办，指定住建局主办。')
    await dialog.getByRole('button', { name: '同意退办', exact: true }).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await look(office, 'year-arbiter')
    await pick(dialog.getByLabel('改交单位'), '住房和城乡建设局', /住房和城乡建设局/)
    await dialog.getByRole('button', { name: '同意退办', exact: true }).click()
    await closed(dialog)
  })

  const course: Course = { people, id, title: matter.title, day: '2026-08-07' }
  await test.step('the named unit cannot send it back; it signs, starts and meets the deputies', async () => {
    await people.clock('2026-08-07T09:00:00+08:00')
    const leader = await people.as('unitLeader')
    await open(leader, 'tasks', matter.title)
    await expect(leader.getByText('不得再退')).toBeVisible()
    await expect(leader.getByRole('button', { name: '申请退办' })).toHaveCount(0)
    await started(id)
    await people.clock('2026-08-07T15:00:00+08:00')
    await talked(id, '2026-08-07T10:00:00+08:00')
    const unit = await people.as('unit')
    await open(unit, 'tasks', matter.title)
    await expect(unit.getByText('代表已确认，计为面商')).toBeVisible()
    await picture(unit, 'unit-task', unit.locator('.card.task.own'))
  })

  await test.step('an extension is asked for in time, granted, and the deputy is told', async () => {
    await people.later('2026-10-12T09:00:00+08:00')
    const unit = await people.as('unit')
    await open(unit, 'tasks', matter.title)
    await command(unit, '申请延期', async (dialog) => {
      await dialog.getByLabel('申请延至').fill('2026-12-18')
      await dialog.getByLabel('理由', { exact: true }).fill('征地手续尚在报批，需要延长办理时间。')
      await look(unit, 'year-extension')
    })
    const head = await people.as('head')
    await open(head, 'suggestions', matter.title)
    await command(head, '审批延期', async (dialog) => {
      await expect(dialog.getByLabel('批准延至')).toHaveValue('2026-12-18')
      await dialog.getByLabel('理由', { exact: true }).fill('情况属实，同意。')
      await look(head, 'year-extension-decided')
      await picture(head, 'committee-extension', dialog)
    })
    await expect(head.getByText('申请延期至 2026年12月18日').first()).toBeVisible()
    const deputy = await people.as('deputy')
    await deputy.goto(`/d/suggestions/${id}`)
    await expect(deputy.getByText('2026年12月18日').first()).toBeVisible()
    await deputy.goto('/d/notifications')
    const told = deputy.getByRole('main').getByRole('listitem').filter({ hasText: matter.title })
    await expect(told.filter({ hasText: '延' }).first()).toBeVisible()
    await look(deputy, 'year-told')
    await picture(deputy, 'deputy-notices')
  })

  await test.step('it is late all the same: a red card, by the clock alone', async () => {
    await people.later('2027-01-12T09:00:00+08:00')
    // The sweep looks at the clock every twenty seconds.
    await by('clerk', (clerk) =>
      expect
        .poll(async () => (await clerk.get<Case>(`/suggestions/${id}`)).urges.map((one) => one.level), {
          timeout: 90_000,
          intervals: [2_000],
        })
        .toContain('red'),
    )
    const unit = await people.as('unit')
    await open(unit, 'tasks', matter.title)
    await expect(unit.getByText(/已超期 \d+ 个工作日/)).toBeVisible()
    await expect(card(unit, '催办').getByText('红牌').first()).toBeVisible()
    await look(unit, 'year-red')
    await picture(unit, 'unit-late', unit.locator('.card.task.own'))
    await card(unit, '催办').getByRole('button', { name: '回应催办' }).first().click()
    const dialog = unit.getByRole('dialog')
    await dialog.getByLabel('答复').fill('征地已获批，本月答复代表。')
    await dialog.getByRole('button', { name: '确认' }).click()
    await closed(dialog)
    await expect(card(unit, '催办').getByText('征地已获批，本月答复代表。')).toBeVisible()
    const deputy = await people.as('deputy')
    await deputy.goto(`/d/suggestions/${id}`)
    await look(deputy, 'year-late')
    await picture(deputy, 'deputy-late')
  })

  await test.step('the answer promises: B', async () => {
    await answered(id, matter, '2027-03-31', {
      reviewer: 'office',
      answers: ['征地已获批，三月底前打通。', '与主体工程同步建设。'],
      promise: '三月底前打通断头路',
    })
  })

  await test.step('the deputy is not satisfied, and says that somebody leaned on the rating', async () => {
    await rate(course, {
      attitude: '基本满意',
      result: '不满意',
      reason: '承诺没有时限或者无法核实',
      comment: '没有写明施工单位和工期安排。',
    })
    const deputy = await people.as('deputy')
    await expect(deputy.getByText('没有写明施工单位和工期安排。')).toBeVisible()
    await look(deputy, 'year-unsatisfied')
    await deputy.getByRole('button', { name: '反映评价受到干预' }).click()
    const dialog = deputy.getByRole('dialog')
    await dialog.getByLabel('说明').fill('有人来电要求改评为满意。')
    await dialog.getByRole('button', { name: '反映评价受到干预' }).click()
    await closed(dialog)
    const unit = await people.as('unit')
    await open(unit, 'suggestions', matter.title)
    await expect(unit.getByText('没有写明施工单位和工期安排。').first()).toBeVisible()
    await expect(unit.getByText('有人来电要求改评为满意。')).toHaveCount(0)
  })

  await test.step('the head orders it to be handled again: a new round with a new task', async () => {
    const head = await people.as('head')
    await open(head, 'suggestions', matter.title)
    await expect(head.getByText('有人来电要求改评为满意。').first()).toBeVisible()
    await command(head, '责成重新办理', async (dialog) => {
      await dialog.getByLabel('理由', { exact: true }).fill('请明确施工单位、工期和责任人，重新答复。')
      await look(head, 'year-rehandle')
      await picture(head, 'committee-rehandle', dialog)
    })
    await expect(head.getByText('第 2 轮').first()).toBeVisible()
    await people.clock('2027-01-13T09:00:00+08:00')
    await started(id)
    await people.clock('2027-01-13T15:00:00+08:00')
    await talked(id, '2027-01-13T10:00:00+08:00')
    await answered(id, matter, '2027-03-20', {
      reviewer: 'office',
      answers: ['由县城建公司施工，三月二十日前完工。', '人行道、路灯同步验收。'],
      promise: '三月二十日前完工验收',
    })
    await rated(id, '2027-01-13')
    const deputy = await people.as('deputy')
    await deputy.goto(`/d/suggestions/${id}`)
    // Nothing is overwritten: both letters and both ratings stand there.
    await expect(deputy.getByText('结果：不满意').or(deputy.getByText('办理结果：不满意')).first()).toBeVisible()
    await expect(deputy.getByText('承诺跟踪').first()).toBeVisible()
    await look(deputy, 'year-rounds')
  })

  await test.step('both promises are kept with proof and accepted', async () => {
    await people.later('2027-03-18T10:00:00+08:00')
    const unit = await people.as('unit')
    await open(unit, 'suggestions', matter.title)
    const promises = card(unit, '承诺')
    for (const left of [1, 0]) {
      await promises.getByRole('button', { name: '报告承诺落实' }).first().click()
      const dialog = unit.getByRole('dialog')
      await dialog.getByLabel('落实情况').fill('道路已经打通，路灯全部点亮，已组织验收。')
      await dialog.locator('input[type=file]').setInputFiles({ name: '验收.png', mimeType: 'image/png', buffer: PHOTO })
      await expect(dialog.getByRole('button', { name: '验收.png' }).first()).toBeVisible()
      await look(unit, 'year-report')
      await dialog.getByRole('button', { name: '确认' }).click()
      await closed(dialog)
      await expect(promises.getByRole('button', { name: '报告承诺落实' })).toHaveCount(left)
    }
    const clerk = await people.as('clerk')
    await open(clerk, 'suggestions', matter.title)
    const judged = card(clerk, '承诺')
    await look(clerk, 'year-reported')
    await picture(clerk, 'committee-promises', judged)
    for (const left of [1, 0]) {
      await judged.getByRole('button', { name: '认定承诺落实' }).first().click()
      const dialog = clerk.getByRole('dialog')
      await dialog.getByRole('button', { name: '确认' }).click()
      await closed(dialog)
      await expect(judged.getByRole('button', { name: '认定承诺落实' })).toHaveCount(left)
    }
  })

  await test.step('a second letter makes it A; it is closed', async () => {
    const leader = await people.as('unitLeader')
    await open(leader, 'suggestions', matter.title)
    await leader.getByRole('link', { name: '补充答复' }).first().click()
    await leader.getByLabel('办理结果类别').selectOption({ label: '已经解决或基本解决' })
    await leader.getByLabel('正文', { exact: true }).fill('您提出的断头路已经打通，现补充答复如下。')
    for (const n of [1, 2]) await leader.getByLabel(`第 ${n} 条意见的答复`).fill('已经完成并通过验收。')
    await leader
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: '竣工.png', mimeType: 'image/png', buffer: PHOTO })
    await expect(leader.getByRole('button', { name: '竣工.png' }).first()).toBeVisible()
    // What was promised in the round before is the unit's promise still.
    for (const kept of ['三月底前打通断头路', '三月二十日前完工验收']) await leader.getByLabel(kept).check()
    await leader.getByLabel('签发人').fill('演局长')
    await leader.getByLabel('已加盖公章').check()
    await look(leader, 'year-supplement')
    await leader.getByRole('button', { name: '签发补充答复' }).click()
    await expect(leader).toHaveURL(new RegExp(`/desk/suggestions/${id}$`))
    await expect(leader.getByText('正在解决 → 已经解决或基本解决').first()).toBeVisible()
    await picture(leader, 'unit-history', card(leader, '答复与评价').locator('.feedback').first())

    const clerk = await people.as('clerk')
    await open(clerk, 'suggestions', matter.title)
    await command(clerk, '办结')
    await expect(clerk.getByRole('main').getByText('办结').first()).toBeVisible()
    await look(clerk, 'year-closed')
    await picture(clerk, 'committee-course', card(clerk, '办理脉络'), { height: 1600 })
  })

  await test.step('and everybody can read how it went', async () => {
    const parts = ['标题', '建议全文', '办理进展']
    await propose(course, parts)
    await release(course, parts)
    const nobody = await people.window()
    await nobody.goto(`/suggestions/${id}`)
    await expect(nobody.getByRole('heading', { level: 1 })).toHaveText(matter.title)
    await expect(nobody.getByText(fuller).first()).toBeVisible()
    await expect(nobody.getByText('有人来电要求改评为满意。')).toHaveCount(0)
    await look(nobody, 'year-public')
    await picture(nobody, 'portal-story')
    await nobody.context().close()
  })
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
