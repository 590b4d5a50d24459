import { DEMO_NOW } from './clock'
import { expect, look, test } from './fixtures'
import { People } from './people'
import { card, picture } from './pictures'
import { assigned, by, handedIn, started, unitNamed } from './ready'
import { command, freshNumber, open, pick, type Matter } from './steps'

interface Figures {
  units: { unit_id: string | null; base: number; by_category: { count: number }[] }[]
}

test('a unit is merged into another: preview, open tasks go over, its old figures stay', async ({ browser }, info) => {
  test.skip(info.project.name !== 'wide', 'done at a desk, and only once: the unit ends')
  test.setTimeout(120_000)
  const people = new People(browser, true)
  await people.later(DEMO_NOW)
  const matter: Matter = {
    title: `关于疏浚第${freshNumber()}号支渠的建议`,
    facts: '支渠淤积三年，灌溉季节水到不了末端田块。',
    proposals: ['冬修前完成清淤。'],
  }
  const id = await handedIn(matter)
  await assigned(id, '水利局')
  await started(id, 'waterUnit')
  const water = await unitNamed('水利局')
  const clerk = await people.as('clerk')
  const figures = async (successors: boolean) => {
    const query = `assigned_from=2024-01-01&assigned_to=2026-12-31&by=unit${successors ? '&successors=true' : ''}`
    const told = await by('clerk', (one) => one.get<Figures>(`/suggestions/statistics?${query}`))
    return told.units.find((unit) => unit.unit_id === water.id)
  }
  const before = await figures(false)

  await test.step('the merger is registered with its ground', async () => {
    await clerk.goto('/desk/units')
    await clerk.getByRole('main').getByRole('searchbox').fill('水利')
    await clerk
      .getByRole('main')
      .getByRole('link', { name: /水利局$/ })
      .first()
      .click()
    await command(clerk, '撤并', async (dialog) => {
      await dialog.getByLabel('撤并日期').fill('2026-06-10')
      await dialog.getByLabel('依据').fill('县级机构改革方案（2026）')
      await dialog.getByLabel('承继方式').selectOption({ label: '并入已有单位' })
      await pick(dialog.getByLabel('承继单位'), '农业农村局', /农业农村局/)
      await look(clerk, 'merger-register')
    })
    await expect(clerk.getByText(/撤并$/).first()).toBeVisible()
    await look(clerk, 'merger-unit')
  })

  await test.step('what would go over is shown before it does', async () => {
    await clerk.getByRole('button', { name: '查看划转清单' }).click()
    const dialog = clerk.getByRole('dialog')
    await expect(dialog.getByRole('row').filter({ hasText: matter.title })).toContainText('划转')
    await look(clerk, 'merger-preview')
    await picture(clerk, 'merger-preview', dialog)
    await dialog.getByRole('button', { name: /^全部划转（\d+ 件）$/ }).click()
    await expect(dialog.getByText('没有需要划转的事项')).toBeVisible()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
  })

  await test.step('the successor has the task, and the matter tells where it came from', async () => {
    const farm = await people.as('farmUnit')
    await open(farm, 'tasks', matter.title)
    await expect(farm.getByRole('button', { name: '登记联系沟通' })).toBeVisible()
    await expect(card(farm, '曾经承办过的单位').or(farm.getByText('曾经承办过的单位')).first()).toBeVisible()
    await expect(farm.getByRole('list', { name: '全部经过' }).getByText(/水利局 → .*农业农村局/)).toBeVisible()
    await look(farm, 'merger-successor')
  })

  await test.step('figures of the former unit stay; a switch shows them with the successor', async () => {
    const after = await figures(false)
    expect(after?.by_category, 'what it has answered is its own').toEqual(before?.by_category)
    expect(after?.base, 'what was open is not').toBeLessThan(before?.base ?? 0)
    await clerk.goto('/desk/statistics?period=all&by=unit')
    const lines = clerk.getByRole('main')
    await expect(lines.getByRole('row').filter({ hasText: '水利局' }).first()).toBeVisible()
    await look(clerk, 'merger-figures')
    await clerk.getByLabel('按承继单位口径').check()
    await expect(lines.getByRole('row').filter({ hasText: '水利局' })).toHaveCount(0)
    expect(await figures(true)).toBeUndefined()
  })
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
