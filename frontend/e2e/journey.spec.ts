import { expect, look, test } from './fixtures'
import { moveClock } from './clock'
import { People } from './people'
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

  await test.step('both units sign for it, the lead unit names who is responsible', async () => {
    const unit = await people.as('unit')
    await open(unit, 'tasks', matter.title)
    await command(unit, '签收')
    await command(unit, '明确责任人并开始办理', async (dialog) => {
      await dialog.getByLabel('分管负责人').fill('演分管')
      await dialog.getByLabel('办理计划').fill('先现场踏勘，再会同交警研究。')
    })
    await expect(unit.getByText(/你还差 \d+ 步，剩 \d+ 个工作日/)).toBeVisible()
    await look(unit, 'journey-unit')
    const co = await people.as('coUnit')
    await open(co, 'tasks', matter.title)
    await command(co, '签收')
  })

  await test.step('they meet; the deputy confirms the record', async () => {
    await moveClock(day(3, '15:00'))
    const unit = await people.as('unit')
    await unit.getByRole('button', { name: '登记联系沟通' }).click()
    const dialog = unit.getByRole('dialog')
    await dialog.getByLabel('时间').fill(`${week}3T10:00`)
    await dialog.getByLabel('地点').fill('实验小学门口')
    await dialog.getByLabel('单位人员姓名').fill('演分管')
    await dialog.getByLabel('职务').fill('副局长')
    await dialog.getByLabel('沟通情况').fill('就泊位选址和施划时间与代表当面沟通。')
    await look(unit, 'journey-contact')
    // The co-unit has signed since this page was read: that is said, and nothing typed is lost.
    const log = dialog.getByRole('button', { name: '登记联系沟通', exact: true })
    await log.click()
    await dialog.getByRole('button', { name: '载入最新记录' }).click()
    await expect(dialog.getByLabel('沟通情况')).toHaveValue('就泊位选址和施划时间与代表当面沟通。')
    await log.click()
    await closed(dialog)
    await expect(unit.getByText('待代表确认')).toBeVisible()
    const deputy = await people.as('deputy')
    await deputy.goto('/d/')
    await look(deputy, 'journey-today-contact')
    await deputy.goto(`/d/suggestions/${id}`)
    await deputy.getByRole('button', { name: '属实，确认' }).click()
    await expect(deputy.getByText('您已确认')).toBeVisible()
    await look(deputy, 'journey-contact-confirmed')
  })

  await test.step('the co-unit gives its opinion', async () => {
    const leader = await people.as('coLeader')
    await open(leader, 'tasks', matter.title)
    await command(leader, '出具协办意见', (dialog) => dialog.getByLabel('协办意见').fill(OPINION))
    await expect(leader.getByText('协办意见已出具').first()).toBeVisible()
  })

  await test.step('the lead unit answers point by point', async () => {
    const unit = await people.as('unit')
    await unit.reload()
    await unit.getByRole('link', { name: '起草答复' }).click()
    await expect(unit.getByRole('heading', { level: 1, name: '起草答复' })).toBeVisible()
    await unit.getByLabel('办理结果类别').selectOption({ label: '正在解决' })
    await unit.getByLabel('正文', { exact: true }).fill('您的建议收悉，我局现场踏勘并与您当面沟通，现答复如下。')
    await unit.getByLabel('第 1 条意见的答复').fill('已在校门口施划八个即停即走泊位。')
    await unit.getByLabel('第 2 条意见的答复').fill('已会同交警优化接送时段交通组织。')
    await unit.getByLabel('承诺事项').fill('年底前完成标志牌安装')
    await unit.getByLabel('责任人').fill('市政科')
    await unit.getByLabel('期限').fill('2026-12-31')
    await unit.getByLabel('正文已说明协办单位意见').check()
    await unit.getByLabel('联系人').fill('演联络')
    await unit.getByLabel('联系电话').fill('0527-80000000')
    await expect(unit.getByText('要件齐全，可以提交预审。')).toBeVisible()
    await look(unit, 'journey-reply')
    await unit.getByRole('button', { name: '提交预审' }).click()
    await expect(unit).toHaveURL(new RegExp(`/desk/suggestions/${id}$`))
  })

  await test.step('the office passes it, the leader signs it off, the letter is printed and delivered', async () => {
    const office = await people.as('office')
    await open(office, 'tasks', matter.title)
    await command(office, '预审通过')
    const leader = await people.as('unitLeader')
    await open(leader, 'tasks', matter.title)
    await command(leader, '签发', async (dialog) => {
      await dialog.getByLabel('签发人').fill('演局长')
      await dialog.getByLabel('已加盖公章').check()
    })
    const unit = await people.as('unit')
    await unit.reload()
    await command(unit, '送达')
    await expect(unit.getByText('已送达').first()).toBeVisible()
    await look(unit, 'journey-delivered')
  })

  await test.step('the deputy rates attitude and result apart', async () => {
    const deputy = await people.as('deputy')
    await deputy.goto('/d/')
    await deputy.getByRole('main').getByRole('link', { name: matter.title }).first().click()
    await expect(deputy).toHaveURL(/\/evaluate$/)
    await deputy.getByRole('link', { name: '再看一遍答复' }).click()
    await expect(deputy.getByText('已在校门口施划八个即停即走泊位。')).toBeVisible()
    await look(deputy, 'journey-replied')
    await download(deputy.getByRole('button', { name: 'PDF', exact: true }).first(), '%PDF')
    await deputy.getByRole('link', { name: '评价办理情况' }).click()
    await deputy.getByRole('group', { name: '办理态度' }).getByLabel('满意', { exact: true }).check()
    await deputy.getByRole('group', { name: '办理结果' }).getByLabel('基本满意').check()
    await deputy.getByLabel('答复前与我当面沟通过').check()
    await deputy.getByLabel('谁来答复的').fill('县住建局 演分管')
    await look(deputy, 'journey-evaluate')
    await deputy.getByRole('button', { name: '提交评价' }).click()
    await expect(deputy).toHaveURL(new RegExp(`/d/suggestions/${id}$`))
  })
  await unpublished()

  await test.step('what becomes public is proposed and decided part by part', async () => {
    const clerk = await people.as('clerk')
    await open(clerk, 'suggestions', matter.title)
    for (const part of ['标题', '建议全文', '答复全文', '办理进展']) {
      await command(
        clerk,
        '提出公开',
        async (dialog) => {
          await dialog.getByLabel('公开内容').selectOption({ label: part })
          if (part === '答复全文') await dialog.getByLabel('答复', { exact: true }).selectOption({ index: 1 })
          for (const check of await dialog.getByRole('checkbox').all()) await check.check()
        },
        '确认',
      )
    }
    await look(clerk, 'journey-proposed')
    await unpublished()
    const head = await people.as('head')
    await open(head, 'suggestions', matter.title)
    for (const left of [3, 2, 1, 0]) {
      await head.getByRole('button', { name: '决定公开', exact: true }).first().click()
      await head.getByRole('dialog').getByRole('button', { name: '确认' }).click()
      await expect(head.getByRole('dialog')).toBeHidden()
      await expect(head.getByRole('button', { name: '决定公开', exact: true })).toHaveCount(left)
    }
    await look(head, 'journey-released')
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
