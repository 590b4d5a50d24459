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

/** Looks at the page as it is now: no accessibility violation, nothing wider than the screen, and a picture for people. */
export async function look(page: Page, name: string) {
  await expect(page.locator('.skeleton')).toHaveCount(0)
  const { width } = page.viewportSize() ?? { width: 0 }
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: `${SCREENS}/${name}-${width}.png`, fullPage: true })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
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
