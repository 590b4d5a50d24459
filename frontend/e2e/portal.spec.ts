import { expect, look, test } from './fixtures'

test('from the home page to a suggestion and its story', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByRole('search').getByRole('searchbox').fill('建议')
  await page.getByRole('button', { name: '搜索' }).click()
  await expect(page).toHaveURL(/\/suggestions\?q=/)
  await expect(page.locator('mark').first()).toBeVisible()
  await look(page, 'portal-search')
  // Other journeys make suggestions public in part (第…号路 in their titles); the county's own tell the whole story.
  await page.getByLabel('已经答复').check()
  await expect(page).toHaveURL(/phase=answered/)
  await page
    .locator('article h3 a')
    .filter({ hasNotText: /第\d+号路/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: '办理过程' })).toBeVisible()
  await look(page, 'portal-story')
})

test('filters live in the address and survive reload and back', async ({ page }) => {
  await page.goto('/suggestions')
  await page.getByLabel('已经答复').check()
  await expect(page).toHaveURL(/phase=answered/)
  await page.reload()
  await expect(page.getByLabel('已经答复')).toBeChecked()
  await page.goBack()
  await expect(page.getByLabel('全部')).toBeChecked()
})

test('nothing found says what to do', async ({ page }) => {
  await page.goto('/suggestions?q=zzzz不存在')
  await expect(page.getByText('没有符合条件的结果')).toBeVisible()
  await look(page, 'portal-search-empty')
  await page.getByRole('button', { name: '清除筛选条件' }).first().click()
  await expect(page.locator('article').first()).toBeVisible()
})

test('deputies: directory and page', async ({ page }) => {
  await page.goto('/deputies')
  await expect(page.locator('.person').first()).toBeVisible()
  await page.locator('.person').first().click()
  await expect(page.getByRole('heading', { name: '履职情况' })).toBeVisible()
})

test('a page that does not exist; the home page in elder mode and in English', async ({ page }) => {
  // Every other page is looked at by the walk.
  await page.goto('/no-such-page')
  await look(page, 'portal-no-such-page')
  await page.goto('/')
  await page.getByRole('button', { name: '长辈版' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-elder', 'on')
  await look(page, 'portal-home-elder')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-elder', 'on')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('You speak')
  await look(page, 'portal-home-english')
})
