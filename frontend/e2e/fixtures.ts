import { mkdirSync } from 'node:fs'
import { expect, test as base, type Page } from '@playwright/test'
import { violationsOf } from './accessibility'

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

/** Looks at the page as it is now: no accessibility violation, nothing wider than the screen, and a picture for people. */
export async function look(page: Page, name: string) {
  await expect(page.locator('#main').getByRole('heading').or(page.getByRole('dialog')).first()).toBeVisible()
  await expect(page.locator('.skeleton')).toHaveCount(0)
  const { width, height } = page.viewportSize() ?? { width: 390, height: 844 }
  // A window as high as the page: bars that stand over the text hide nothing of it, in the picture and from axe.
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, 8000)) })
  // Scrolled by a few lines, a page would still have its first buttons half under the bar.
  await page.evaluate(() => scrollTo(0, 0))
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: `${SCREENS}/${name}-${width}.jpg`, quality: 80 })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0)
  const aside = await page.evaluate(() => {
    const box = [...document.querySelectorAll('dialog[open]')].at(-1)?.getBoundingClientRect()
    return box ? Math.abs(document.documentElement.clientWidth - box.left - box.right) : 0
  })
  expect(aside, `how far the dialog of ${name} stands from the middle`).toBeLessThanOrEqual(2)
  const told = await violationsOf(page)
  await page.setViewportSize({ width, height })
  expect(told, `accessibility of ${name}`).toEqual([])
}

/** Signed in as if the browser still had its session: the form itself is gone through in account.spec. */
export async function signIn(page: Page, door: 'd' | 'desk', username: string, password = DEMO_PASSWORD) {
  const answer = await page.request.post('/api/v1/auth/login', { data: { username, password } })
  expect(answer.ok(), `${username} signs in: ${answer.status()}`).toBe(true)
  await page.goto(`/${door}/`)
  await expect(page.locator('#main').getByRole('heading').first()).toBeVisible()
}
