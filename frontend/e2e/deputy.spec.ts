import { expect, look, signIn, test } from './fixtures'

test('from today to the own suggestions and into one of them', async ({ page }) => {
  await signIn(page, 'd', 'daibiao1')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
  await page.getByRole('link', { name: '我的建议' }).click()
  await page.locator('article h3 a').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/d\/suggestions\/[0-9a-f-]{36}$/)
})

test('a draft is saved by itself, goes on offline, and comes back on another device', async ({
  page,
  context,
  browser,
}) => {
  await signIn(page, 'd', 'daibiao1')
  await page.goto('/d/write')
  await page.getByRole('button', { name: '写一件新建议' }).click()
  await page.getByRole('textbox', { name: '标题' }).fill('增设夜间公交')
  await page.getByRole('button', { name: /用“关于增设夜间公交的建议”/ }).click()
  await expect(page.getByRole('textbox', { name: '标题' })).toHaveValue('关于增设夜间公交的建议')
  await page.getByRole('textbox', { name: '情况' }).fill('城东至城西末班车 19:30 收车，晚班职工 800 余人无车可乘。')
  await expect(page.getByText('已保存', { exact: true })).toBeVisible()
  await look(page, 'write-matter')

  await context.setOffline(true)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('第 1 条意见').fill('将 3 路末班车延长至 22:30。')
  await expect(page.getByText('仅存本机，联网后自动保存')).toBeVisible()
  await look(page, 'write-offline')
  await context.setOffline(false)
  await expect(page.getByText('已保存', { exact: true })).toBeVisible({ timeout: 15_000 })

  for (const step of ['wishes', 'cosigners', 'preview']) {
    await page.getByRole('button', { name: '下一步' }).click()
    await look(page, `write-${step}`)
  }
  const address = page.url().replace(/\?.*/, '')
  expect(address, 'the address names the draft as the server knows it').not.toContain('new-')
  const other = await browser.newContext({ baseURL: new URL(address).origin })
  const elsewhere = await other.newPage()
  await signIn(elsewhere, 'd', 'daibiao1')
  await elsewhere.goto(`${address}?step=proposals`)
  await expect(elsewhere.getByLabel('第 1 条意见')).toHaveValue('将 3 路末班车延长至 22:30。')
  await other.close()
})

test('an incomplete draft cannot be submitted and says where to look', async ({ page }) => {
  await signIn(page, 'd', 'daibiao1')
  await page.goto('/d/write/new-00000000-0000-4000-8000-000000000001?step=preview')
  await page.getByRole('button', { name: '提交建议' }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await look(page, 'write-errors')
  await page.getByRole('link', { name: '请填写标题' }).click()
  await expect(page.getByRole('textbox', { name: '标题' })).toBeFocused()
})
