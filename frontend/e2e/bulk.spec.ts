import type { Page } from '@playwright/test'
import { expect, look, test } from './fixtures'
import { People } from './people'
import { handedIn } from './ready'
import { command, freshNumber, pick, type Dialog } from './steps'

/** 批量办理 and the keyboard: three suggestions are accepted, assigned and urged together, and one of them fails by itself. */
const main = (page: Page) => page.getByRole('main')
const bar = (page: Page) => page.getByRole('region', { name: '批量办理' })
const box = (page: Page, title: string) => main(page).getByRole('checkbox', { name: `选择：${title}` })

async function list(page: Page, number: string, status: string, rows: number) {
  await page.goto(`/desk/suggestions?q=${number}&status=${status}`)
  await expect(main(page).getByRole('link', { name: new RegExp(number) })).toHaveCount(rows)
}

/** Opens the dialog of one step for all that are chosen, fills it, and tries it. */
async function tryStep(page: Page, step: string, fill?: (dialog: Dialog) => Promise<void>): Promise<Dialog> {
  await bar(page)
    .getByRole('button', { name: new RegExp(`^${step}（`) })
    .click()
  const dialog = page.getByRole('dialog')
  await fill?.(dialog)
  await dialog.getByRole('button', { name: '试算', exact: true }).click()
  return dialog
}

test('many are accepted, assigned and urged at once, each by itself', async ({ browser }) => {
  test.setTimeout(240_000)
  const people = new People(browser)
  const number = freshNumber()
  const titles = ['一', '二', '三'].map((n) => `关于修缮第${number}号社区活动室之${n}的建议`)
  for (const title of titles) {
    await handedIn({ title, facts: '社区活动室屋顶漏雨，老人活动不便。', proposals: ['尽快修缮屋顶。'] })
  }
  const clerk = await people.as('clerk')

  await test.step('rows are chosen by keys: up and down with the focus, one and a range', async () => {
    await list(clerk, number, 'submitted', 3)
    await clerk.keyboard.press('j')
    await clerk.keyboard.press('x')
    await expect(bar(clerk).getByRole('status')).toHaveText('已选 1 件')
    await clerk.keyboard.press('j')
    await clerk.keyboard.press('j')
    await clerk.keyboard.press('Shift+X')
    await expect(bar(clerk).getByRole('status')).toHaveText('已选 3 件')
    // Letters that are typed stay letters.
    await clerk.keyboard.press('f')
    await expect(main(clerk).getByRole('searchbox')).toBeFocused()
    await clerk.keyboard.press('x')
    await expect(bar(clerk).getByRole('status')).toHaveText('已选 3 件')
    await clerk.keyboard.press('Backspace')
    await look(clerk, 'bulk-chosen')
  })

  await test.step('a trial says for how many; what somebody else has done meanwhile fails alone', async () => {
    const dialog = await tryStep(clerk, '立案', async (form) => {
      await form.getByLabel('类别').selectOption({ index: 1 })
      await look(clerk, 'bulk-form')
    })
    await expect(dialog.getByText('可以办理 3 件，不能办理 0 件。')).toBeVisible()
    const head = await people.as('head')
    await list(head, number, 'submitted', 3)
    await main(head).getByRole('link', { name: titles[0]! }).click()
    await command(head, '立案', async (form) => {
      await form.getByLabel('类别').first().selectOption({ index: 1 })
    })
    await dialog.getByRole('button', { name: '确认立案 3 件' }).click()
    await expect(dialog.getByText('已办理 2 件，未办理 1 件。')).toBeVisible()
    const failed = dialog.getByRole('list', { name: '不能办理的原因' }).getByRole('listitem')
    await expect(failed).toHaveCount(1)
    await expect(failed).toContainText(titles[0]!)
    await look(clerk, 'bulk-result')
    await dialog.getByRole('button', { name: '核对后重试（1 件）' }).click()
    await expect(dialog.getByText('可以办理 0 件，不能办理 1 件。')).toBeVisible()
    await dialog.getByRole('button', { name: '取消' }).click()
    await expect(bar(clerk).getByRole('status')).toHaveText('已选 1 件')
    await bar(clerk).getByRole('button', { name: '清除' }).click()
    await expect(bar(clerk)).toHaveCount(0)
  })

  await test.step('all three are assigned to one unit', async () => {
    await list(clerk, number, 'accepted', 3)
    for (const title of titles) await box(clerk, title).check()
    const dialog = await tryStep(clerk, '交办', async (form) => {
      await pick(form.getByRole('combobox', { name: '主办' }), '住房', /住房和城乡建设局/)
    })
    await dialog.getByRole('button', { name: '确认交办 3 件' }).click()
    await expect(dialog.getByText('已办理 3 件，未办理 0 件。')).toBeVisible()
    await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
  })

  await test.step('and urged with the same words', async () => {
    await list(clerk, number, 'assigned', 3)
    for (const title of titles) await box(clerk, title).check()
    const dialog = await tryStep(clerk, '催办', async (form) => {
      await form.getByLabel('说明').fill('请尽快签收并与代表联系。')
    })
    await dialog.getByRole('button', { name: '确认催办 3 件' }).click()
    await expect(dialog.getByText('已办理 3 件，未办理 0 件。')).toBeVisible()
    await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
    await main(clerk).getByRole('link', { name: titles[1]! }).click()
    await expect(main(clerk).getByText('请尽快签收并与代表联系。').first()).toBeVisible()
  })

  await test.step('from matter to matter, and everywhere by keys', async () => {
    await expect(main(clerk).getByRole('navigation', { name: '逐件办理' })).toContainText('第 2 件，共 3 件')
    await clerk.keyboard.press('j')
    await expect(main(clerk).getByRole('navigation', { name: '逐件办理' })).toContainText('第 3 件，共 3 件')
    await clerk.keyboard.press('b')
    await expect(clerk).toHaveURL(new RegExp(`/desk/suggestions\\?.*q=${number}`))
    await clerk.keyboard.press('?')
    const help = clerk.getByRole('dialog', { name: '键盘快捷键' })
    await expect(help.getByText('转到“审查”')).toBeVisible()
    await look(clerk, 'keys-help')
    await help.getByLabel('启用单键快捷键').uncheck()
    await help.getByRole('button', { name: '关闭' }).click()
    await clerk.keyboard.press('g')
    await clerk.keyboard.press('r')
    await expect(clerk).toHaveURL(/\/desk\/suggestions/)
    await clerk.getByRole('banner').locator('summary').click()
    await clerk.getByRole('button', { name: '键盘快捷键' }).click()
    await help.getByLabel('启用单键快捷键').check()
    await help.getByRole('button', { name: '关闭' }).click()
    await clerk.keyboard.press('g')
    await clerk.keyboard.press('r')
    await expect(clerk).toHaveURL(/\/desk\/review/)
  })

  await test.step('a view is saved, opened and deleted', async () => {
    await list(clerk, number, 'assigned', 3)
    const views = main(clerk).getByRole('navigation', { name: '常用视图' })
    await views.getByRole('button', { name: '保存当前视图' }).click()
    await clerk.getByRole('dialog').getByLabel('名称').fill(`活动室${number}`)
    await clerk.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    const view = views.getByRole('button', { name: `活动室${number}`, exact: true })
    await expect(view).toHaveAttribute('aria-pressed', 'true')
    await clerk.goto('/desk/suggestions')
    await expect(view).toHaveAttribute('aria-pressed', 'false')
    await view.click()
    await expect(clerk).toHaveURL(new RegExp(`status=assigned`))
    await expect(main(clerk).getByRole('link', { name: new RegExp(`第${number}号`) })).toHaveCount(3)
    await views.getByRole('button', { name: '管理视图' }).click()
    const manage = clerk.getByRole('dialog')
    await manage.getByRole('button', { name: `修改：活动室${number}` }).click()
    await look(clerk, 'views-manage')
    await manage.getByRole('button', { name: `删除：活动室${number}` }).click()
    await expect(manage.getByText(`活动室${number}`)).toHaveCount(0)
    await manage.getByRole('button', { name: '关闭' }).last().click()
    await expect(view).toHaveCount(0)
  })
  expect(people.wrong).toEqual([])
  await people.leave()
})
