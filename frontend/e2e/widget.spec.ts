import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures'

const NUMERALS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 一 … 九十九 */
function numeral(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['〇', text]
  return (tens ? NUMERALS.indexOf(tens) : 1) * 10 + NUMERALS.indexOf(ones || '〇')
}

/** 十八届五次第062号 → 18-5-62 */
function referenceOf(cited: string): string {
  const [, term, session, no] = /^(.+)届(.+)次第0*(\d+)号$/.exec(cited) ?? []
  return `${numeral(term!)}-${numeral(session!)}-${no}`
}

let elsewhere: Server
let address: string
let body = ''

/** Another website, with a strict policy of its own. */
test.beforeAll(async () => {
  const api = process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8080'
  elsewhere = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${api}; connect-src ${api}; style-src 'none'`,
    )
    response.end(`<!doctype html><html lang="zh-CN"><title>县门户</title><main id="main"><h1>县门户</h1><h2>建议办理</h2>${body}</main>
      <script src="${api}/widget/v1.js" async></script></html>`)
  })
  await new Promise<void>((ready) => elsewhere.listen(0, '127.0.0.1', ready))
  address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
})
test.afterAll(() => void elsewhere.close())

test('the status widget on another website', async ({ page, request }) => {
  const list = await (await request.get('/api/v1/public/suggestions?phase=answered&limit=20')).json()
  const shown = list.items.find(
    (one: { status: string | null; reference: string }) => one.status && /次第/.test(one.reference),
  )
  const ref = referenceOf(shown.reference)
  body = `<deputies-home-suggestion id="one" ref="${ref}"></deputies-home-suggestion>
    <deputies-home-suggestion id="two" suggestion-id="${shown.id}" lang="en"></deputies-home-suggestion>
    <deputies-home-suggestion id="none"></deputies-home-suggestion>
    <deputies-home-suggestion id="gone" ref="18-1-99999"></deputies-home-suggestion>`
  await page.goto(address)

  const one = page.locator('#one')
  await expect(one).toHaveAttribute('data-state', 'ready')
  await expect(one.getByRole('region', { name: '代表建议办理状态' })).toBeVisible()
  await expect(one.getByRole('link', { name: shown.title })).toHaveAttribute(
    'href',
    new RegExp(`/suggestions/${shown.id}$`),
  )
  await expect(one.getByText(shown.status_label, { exact: true })).toBeVisible()
  await expect(one.getByText('演示数据，人物均为虚构')).toBeVisible()
  await expect(page.locator('#two').getByText('Handled by')).toBeVisible()
  await expect(page.locator('#none')).toHaveAttribute('data-state', 'empty')
  await expect(page.locator('#gone')).toHaveAttribute('data-state', 'withdrawn')
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  expect((await axe.analyze()).violations.map((it) => it.id)).toEqual([])
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(width).toBeLessThanOrEqual(0)

  // The server cannot be reached, and then it can: with the keyboard alone.
  const readings = '**/api/v1/public/suggestions/**'
  await page.route(readings, (route) => route.abort())
  await one.evaluate((node: HTMLElement & { refresh(): Promise<void> }) => node.refresh())
  await expect(one).toHaveAttribute('data-state', 'error')
  await page.unroute(readings)
  await one.getByRole('button', { name: '重试' }).focus()
  await page.keyboard.press('Enter')
  await expect(one).toHaveAttribute('data-state', 'ready')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('one')
})
