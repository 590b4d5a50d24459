import { expect, look, test } from './fixtures'
import { People } from './people'
import { card, picture } from './pictures'
import { answered, assigned, handedIn, started, talked } from './ready'
import { closed, command, download, freshNumber, open, type Matter } from './steps'

test('a deputy without a phone signs on paper; the committee enters it, and everybody sees that it did', async ({
  browser,
}, info) => {
  test.skip(info.project.name !== 'wide', 'typed in at a desk')
  test.setTimeout(120_000)
  const people = new People(browser, true)
  const matter: Matter = {
    title: `关于修缮第${freshNumber()}号泵站的建议`,
    facts: '泵站设备老化，汛期排涝能力不足，周边三个村多次受淹。',
    proposals: ['更换两台水泵。'],
  }
  await people.later('2026-06-11T09:00:00+08:00')
  const id = await handedIn(matter)
  await assigned(id, '住房和城乡建设局')
  await started(id)
  await people.later('2026-06-12T15:00:00+08:00')
  await talked(id, '2026-06-12T10:00:00+08:00')
  await answered(id, matter, '2026-12-31')
  const clerk = await people.as('clerk')

  await test.step('the form is printed for the deputy to sign', async () => {
    await open(clerk, 'suggestions', matter.title)
    const form = clerk.getByRole('listitem').filter({ hasText: '征询意见表' }).getByRole('button', { name: /PDF/ })
    await download(form.first(), '%PDF')
  })

  await test.step('without the scan nothing is taken in', async () => {
    await clerk.getByRole('main').getByRole('button', { name: '录入纸质评价', exact: true }).click()
    const dialog = clerk.getByRole('dialog')
    await dialog.getByLabel('办理态度').selectOption({ label: '基本满意' })
    await dialog.getByLabel('办理结果').selectOption({ label: '不满意' })
    await dialog.getByLabel('实际问题没有解决').check()
    await dialog.getByLabel('收到答复的日期').fill('2026-06-12')
    await dialog.getByLabel('答复人（单位、职务和姓名）').fill('县住建局 演分管')
    await dialog.getByLabel('代表意见').fill('水泵没有更换，今年汛期仍会受淹。')
    await dialog.getByRole('button', { name: '录入纸质评价', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('签名表扫描件')
    const scan = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF')
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: '征询意见表.pdf', mimeType: 'application/pdf', buffer: scan })
    await expect(dialog.getByRole('button', { name: '征询意见表.pdf' }).first()).toBeVisible()
    await look(clerk, 'paper-form')
    await picture(clerk, 'paper-form', dialog)
    await dialog.getByRole('button', { name: '录入纸质评价', exact: true }).click()
    await closed(dialog)
  })

  await test.step('the desk shows the rating, its mark and the scan', async () => {
    const said = card(clerk, '答复与评价')
    await expect(said.getByText('纸质代录')).toBeVisible()
    await expect(said.getByText('水泵没有更换，今年汛期仍会受淹。')).toBeVisible()
    await download(said.getByRole('button', { name: '征询意见表.pdf' }), '%PDF')
    await look(clerk, 'paper-entered')
    await picture(clerk, 'paper-entered', said.locator('.feedback').last())
  })

  await test.step('so do the unit and the deputy whose word it is', async () => {
    const unit = await people.as('unit')
    await open(unit, 'suggestions', matter.title)
    await expect(unit.getByRole('main').getByText('纸质代录')).toBeVisible()
    const deputy = await people.as('deputy')
    await deputy.goto(`/d/suggestions/${id}`)
    await expect(deputy.getByText('纸质代录')).toBeVisible()
    await expect(deputy.getByText('水泵没有更换，今年汛期仍会受淹。')).toBeVisible()
    // It is given: nobody asks for it again.
    await expect(deputy.getByRole('link', { name: '评价办理情况' })).toHaveCount(0)
    await look(deputy, 'paper-deputy')
  })

  await test.step('an unsatisfied rating on paper asks for a decision like any other', async () => {
    const head = await people.as('head')
    await open(head, 'suggestions', matter.title)
    await command(head, '解释说明', async (dialog) => {
      await dialog.getByLabel('说明', { exact: true }).fill('已与代表和单位会商：水泵更换列入下年度，代表同意。')
    })
    await expect(head.getByRole('main').getByText('承诺跟踪').first()).toBeVisible()
  })
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
