import { expect, look, signIn, test } from './fixtures'

test('every page of the deputies’ door', async ({ page }) => {
  await signIn(page, 'd', 'daibiao1')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好')
  await look(page, 'deputy-today')
  await page.getByRole('link', { name: '我的建议' }).click()
  await look(page, 'deputy-mine')
  await page.locator('article h3 a').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look(page, 'deputy-case')
  await page.goto('/d/write')
  await look(page, 'deputy-drafts')
  await page.goto('/d/me')
  await look(page, 'deputy-me')
})

test('an incomplete draft cannot be submitted and says where to look', async ({ page }) => {
  await signIn(page, 'd', 'daibiao1')
  await page.goto('/d/write/new-00000000-0000-4000-8000-000000000001?step=preview')
  await page.getByRole('button', { name: '提交建议' }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await look(page, 'write-errors')
  await page.getByRole('link', { name: '请填写标题' }).click()
  await expect(page.getByLabel('标题')).toBeFocused()
})
