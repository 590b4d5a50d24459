import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'

const SCREENS = process.env.E2E_SCREENS ?? '../target/screens'
export const DEMO_PASSWORD = 'Demo-2026!'

/** Every test fails on a script error and on a violation of the content security policy. */
export const test = base.extend<{ watched: void }>({
  watched: [
    async ({ page }, use) => {
      const wrong: string[] = []
      page.on('pageerror', (error) => wrong.push(error.message))
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) wrong.push(message.text())
      })
      await use()
      expect(wrong, 'script errors and CSP violations').toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

/**
 * Looks at the page as it is now: no accessibility violation, nothing wider than the screen, and a picture for people.
 * Contrast costs more than all other rules together; `colours: false` leaves it to a look at the same page in another width.
 */
export async function look(page: Page, name: string, { colours = true } = {}) {
  await expect(page.locator('#main').getByRole('heading').or(page.getByRole('dialog')).first()).toBeVisible()
  await expect(page.locator('.skeleton')).toHaveCount(0)
  const { width, height } = page.viewportSize() ?? { width: 390, height: 844 }
  // A window as high as the page: bars that stand over the text hide nothing of it, in the picture and from axe.
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, 8000)) })
  // Scrolled by a few lines, a page would still have its first buttons half under the bar.
  await page.evaluate(() => scrollTo(0, 0))
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: `${SCREENS}/${name}-${width}.png` })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0)
  // Legacy mode looks at this page alone; the other one opens a second page for frames, of which there are none.
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  if (!colours) axe.disableRules('color-contrast')
  // Behind an open dialog nothing can be reached; it was looked at before.
  if (await page.locator('dialog[open]').count()) axe.include('dialog[open]')
  const { violations } = await axe.analyze()
  await page.setViewportSize({ width, height })
  const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)
  expect(told, `accessibility of ${name}`).toEqual([])
}

export async function signIn(page: Page, door: 'd' | 'desk', username: string, password = DEMO_PASSWORD) {
  await page.goto(`/${door}/sign-in`)
  await page.getByLabel('用户名').fill(username)
  await page.locator('#field-password').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
