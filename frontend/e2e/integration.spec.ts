import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { DEMO_NOW, moveClock } from './clock'
import { expect, look, signIn, test } from './fixtures'
import { closed, command, freshNumber } from './steps'

interface Call {
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Another system that takes what it is sent. */
async function receiver(): Promise<{ url: string; calls: Call[]; server: Server }> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      calls.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`, calls, server }
}

/** As Standard Webhooks says it: over id, time and body, with the secret that was shown. */
function isSigned({ headers, body }: Call, secret: string): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return String(headers['webhook-signature']).split(' ').includes(expected)
}

/** What is shown once; closed by saying that it is kept. */
async function shownOnce(page: Page, label: string, begins: RegExp): Promise<string> {
  const field = page.getByRole('dialog').getByRole('textbox', { name: label, exact: true })
  await expect(field).toHaveValue(begins)
  const secret = await field.inputValue()
  await page.getByRole('button', { name: '已妥善保存，关闭' }).click()
  await closed(page.getByRole('dialog'))
  await expect(page.getByText(secret)).toHaveCount(0)
  return secret
}

test.beforeEach(() => moveClock(DEMO_NOW))

test('another system is given a key and a webhook, is called, and is cut off', async ({ page }) => {
  test.setTimeout(150_000)
  const other = await receiver()
  const name = `对接系统${freshNumber()}`
  await signIn(page, 'desk', 'jiekou')

  // A key, seen once.
  await page.goto('/desk/api-keys')
  await page.getByRole('button', { name: '新建密钥' }).first().click()
  const making = page.getByRole('dialog')
  await making.getByRole('checkbox', { name: /已公开建议/ }).check()
  await making.getByRole('checkbox', { name: /事件推送/ }).check()
  await making.getByLabel('名称', { exact: true }).fill(name)
  await making.getByLabel('使用单位', { exact: true }).fill('县大数据局')
  await making.getByRole('button', { name: '新建并显示密钥串' }).click()
  const first = await shownOnce(page, '密钥串', /^dbk_live_/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const keyPage = page.url()

  // A webhook for it: an inner address is refused; what it signs with is seen once, too.
  await page.getByRole('button', { name: '新建推送' }).click()
  const wanted = page.getByRole('dialog')
  await wanted.getByLabel('推送地址', { exact: true }).fill('http://10.0.0.1/in')
  await wanted.getByRole('button', { name: '新建并显示签名密钥' }).click()
  await expect(wanted.getByRole('alert').first()).toBeVisible()
  await look(page, 'webhook-refused')
  await wanted.getByLabel('推送地址', { exact: true }).fill(other.url)
  await wanted.getByRole('button', { name: '新建并显示签名密钥' }).click()
  const secret = await shownOnce(page, '签名密钥', /^whsec_/)
  await expect(page).toHaveURL(/\/desk\/webhooks\/[0-9a-f-]{36}$/)
  const webhookPage = page.url()

  // It is tried.
  await page.getByRole('button', { name: '测试推送' }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('对方已收下，应答 204')
  await look(page, 'webhook-tried')
  await page.getByRole('button', { name: '关闭' }).last().click()
  expect(other.calls.map((call) => (JSON.parse(call.body) as { type: string }).type)).toEqual(['webhook.test'])
  expect(other.calls.every((call) => isSigned(call, secret))).toBe(true)

  // What happened before is sent again, and the log shows it.
  await expect(page.getByText('还没有推送过。')).toBeVisible()
  await command(
    page,
    '重放',
    async (dialog) => {
      await dialog.getByRole('radio', { name: /按变更序号/ }).check()
      await dialog.getByLabel('从第几号').fill('1')
      await dialog.getByLabel('到第几号').fill('2000')
    },
    '重新推送',
  )
  await expect.poll(() => other.calls.length).toBeGreaterThan(3)
  const log = page.getByRole('region', { name: '推送记录' })
  await expect(async () => {
    await page.getByRole('button', { name: '刷新' }).click()
    await expect(log.getByText('已送达').first()).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.getByLabel('状态').selectOption('已送达')
  await expect(page).toHaveURL(/state=delivered/)
  await expect(log.getByText('204').first()).toBeVisible()
  await look(page, 'webhook-page')

  // Both secrets sign while they overlap.
  await page.getByRole('button', { name: '轮换签名密钥' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '生成新的签名密钥' }).click()
  const next = await shownOnce(page, '签名密钥', /^whsec_/)
  expect(next).not.toBe(secret)
  await page.getByRole('button', { name: '测试推送' }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('对方已收下')
  await page.getByRole('button', { name: '关闭' }).last().click()
  const last = other.calls.at(-1) as Call
  expect([isSigned(last, secret), isSigned(last, next)]).toEqual([true, true])

  // The key is given a new secret, then ended: its webhook is told nothing any more.
  await page.goto(keyPage)
  await page.getByRole('button', { name: '轮换密钥串' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '生成新的密钥串' }).click()
  expect(await shownOnce(page, '密钥串', /^dbk_live_/)).not.toBe(first)
  await page.locator('.page-head').getByRole('button', { name: '作废', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).click()
  await closed(page.getByRole('dialog'))
  await expect(page.locator('.page-head').getByText('已作废')).toBeVisible()
  await page.goto(webhookPage)
  await expect(page.locator('.page-head').getByText('密钥失效')).toBeVisible()
  other.server.close()
})
