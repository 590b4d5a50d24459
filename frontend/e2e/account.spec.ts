import { expect, look, signIn, test } from './fixtures'

test('a wrong password says so, keeps the name and takes the focus to the message', async ({ page }) => {
  await page.goto('/desk/sign-in')
  await page.getByLabel('用户名').fill('daigong')
  await page.locator('#field-password').fill('not-it')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await expect(page.getByLabel('用户名')).toHaveValue('daigong')
  await look(page, 'sign-in-refused')
})

test('a page that needs sign-in leads there and back', async ({ page }) => {
  await page.goto('/d/account/sessions')
  await expect(page).toHaveURL(/sign-in\?to=/)
  await look(page, 'sign-in-deputy')
  await page.getByLabel('用户名').fill('daibiao1')
  await page.locator('#field-password').fill('Demo-2026!')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/account\/sessions$/)
  await expect(page.getByText('本机')).toBeVisible()
  await look(page, 'sessions')
})

test('another device can be signed out', async ({ page, browser }) => {
  const other = await browser.newContext()
  await signIn(await other.newPage(), 'd', 'daibiao2')
  await signIn(page, 'd', 'daibiao2')
  await page.goto('/d/account/sessions')
  const rows = page.locator('.session')
  // Counted when the list is there, and not while it loads.
  await expect(rows.nth(1)).toBeVisible()
  const before = await rows.count()
  await page.getByRole('button', { name: '退出此设备' }).first().click()
  await look(page, 'sessions-dialog')
  await page.getByRole('dialog').getByRole('button', { name: '退出此设备' }).click()
  await expect(rows).toHaveCount(before - 1)
  await other.close()
})
