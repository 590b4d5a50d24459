import type { Browser, Page } from '@playwright/test'
import { DEMO_NOW, moveClock } from './clock'
import { expect, signIn, test } from './fixtures'
import { inspect, settled } from './inspect'
import { picture } from './pictures'
import { capabilitiesOf, follow, linksOf, routeHere, routesOf, type Door, type Route } from './routes'
import { WALKED } from './walked'
import { workbook } from './workbook'

/** Who looks at the desk's pages: the first that may. */
const DESK = [
  'daigong',
  'zhujian',
  'zhujianhead',
  'zhengfuban',
  'daigonghead',
  'admin',
  'sec',
  'audit',
  'zhuren',
  'jiekou',
]

/** Goes through every route that this door knows and somebody here may see. */
async function walk(
  browser: Browser,
  door: Door,
  people: (string | null)[],
  more: Record<string, string[]> = {},
  prepare: Record<string, (page: Page) => Promise<string[]>> = {},
) {
  // An address is opened by itself at one width, and reached from another page at the other.
  const byLink = test.info().project.name === 'wide'
  const wrong: string[] = []
  const seen = new Set<string>()
  let all: Route[] = []
  for (const username of people) {
    const page = await (await browser.newContext()).newPage()
    page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) wrong.push(`${page.url()}: ${message.text()}`)
    })
    const base = door ? `/${door}` : ''
    if (username && door) await signIn(page, door, username)
    else await page.goto(`${base}/`)
    await settled(page)
    all = await routesOf(page)
    const may = new Set(username ? await capabilitiesOf(page) : [])
    const open = (route: Route) =>
      (!route.capability.length || route.capability.some((one) => may.has(one))) &&
      (username !== null || !door || route.open)
    const waiting = all
      .filter((route) => open(route) && !route.path.includes(':') && !seen.has(route.path))
      .map((r) => r.path)
    const extra = more[username ?? ''] ?? []
    waiting.push(...extra, ...((await prepare[username ?? '']?.(page)) ?? []))
    const byRoute = new Map(all.map((route) => [route.path, route]))
    while (waiting.length > 0) {
      const to = waiting.shift() ?? ''
      if (byLink) await follow(page, to)
      else await page.goto(`${base}${to}`)
      const name = `walk-${door || 'portal'}${to
        .replace(/\?.*/, '')
        .replace(/[0-9a-f-]{36}/g, 'id')
        .replace(/\W+/g, '-')}`.replace(/-$/, '')
      await inspect(page, name, wrong)
      const shown = username || !door ? WALKED[door]?.[to] : undefined
      if (shown) await picture(page, shown)
      const here = await page.evaluate(() => location.pathname)
      let followed = !extra.includes(to)
      for (const link of await linksOf(page)) {
        const route = byRoute.get(link.route)
        if (!route || !open(route) || !route.path.includes(':') || route.path.includes('*')) continue
        // A page of one record is looked at once; from a chosen list the first record is opened in any case.
        if (seen.has(route.path) && (followed || here.endsWith(link.to))) continue
        followed = true
        seen.add(route.path)
        waiting.push(link.to)
      }
      const matched = await routeHere(page)
      if (matched) seen.add(matched)
      seen.add(to)
    }
    await page.context().close()
  }
  return { wrong, missed: all.map((route) => route.path).filter((path) => !seen.has(path) && !path.includes('*')) }
}

test.beforeEach(() => moveClock(DEMO_NOW))

test('every route of the portal', async ({ browser }) => {
  test.setTimeout(240_000)
  const { wrong, missed } = await walk(browser, '', [null])
  expect.soft(wrong).toEqual([])
  expect(missed).toEqual([])
})

test('every route of the deputies’ door', async ({ browser }) => {
  test.setTimeout(240_000)
  const { wrong, missed } = await walk(browser, 'd', [null, 'daibiao1'])
  expect.soft(wrong).toEqual([])
  expect(missed).toEqual([])
})

test('every route of the desk', async ({ browser }) => {
  test.setTimeout(480_000)
  // Pages that the first record of no list leads to: a letter being written, a letter added, a sheet that was put up.
  const more = { zhujian: ['/tasks?queue=handle'], zhujianhead: ['/suggestions?status=replied'] }
  const { wrong, missed } = await walk(browser, 'desk', [null, ...DESK], more, {
    daigong: putUp,
    daigonghead: freeze,
    jiekou: giveKey,
  })
  expect.soft(wrong).toEqual([])
  expect(missed).toEqual([])
})

/** A sheet is put up for import, and left there. */
async function putUp(page: Page): Promise<string[]> {
  await page.goto('/desk/imports')
  const sheet = workbook([
    {
      name: '名录',
      rows: [
        ['单位全称', '单位类别'],
        ['泗安县（演示）气象局', '政府部门'],
      ],
    },
  ])
  await page.locator('input[type=file]').setInputFiles({ name: '名录.xlsx', mimeType: '', buffer: sheet })
  await page.getByRole('button', { name: '上传并识别' }).click()
  await expect(page).toHaveURL(/imports\/[0-9a-f-]{36}/)
  return [new URL(page.url()).pathname.replace('/desk', '')]
}

/** The figures of the year are frozen; the report stays. */
async function freeze(page: Page): Promise<string[]> {
  await page.goto('/desk/standing/reports')
  await page.getByRole('button', { name: '冻结一份报表' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('标题', { exact: true }).fill('本年办理情况统计')
  await dialog.getByRole('button', { name: '冻结一份报表' }).click()
  // Two documents are typeset.
  await expect(page).toHaveURL(/standing\/reports\/[0-9a-f-]{36}/, { timeout: 30_000 })
  return [new URL(page.url()).pathname.replace('/desk', '')]
}

/** Another system is given a key and a webhook; their pages are looked at afterwards. */
async function giveKey(page: Page): Promise<string[]> {
  await page.goto('/desk/api-keys')
  await page.getByRole('button', { name: '新建密钥' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('checkbox', { name: /已公开建议/ })
    .first()
    .check()
  await dialog.getByLabel('名称', { exact: true }).fill('县政府门户网站')
  await dialog.getByLabel('使用单位', { exact: true }).fill('县大数据局')
  await dialog.getByRole('button', { name: '新建并显示密钥串' }).click()
  await page.getByRole('button', { name: '已妥善保存，关闭' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: '新建推送' }).click()
  await dialog.getByLabel('推送地址', { exact: true }).fill('http://127.0.0.1:9/in')
  await dialog.getByRole('button', { name: '新建并显示签名密钥' }).click()
  await page.getByRole('button', { name: '已妥善保存，关闭' }).click()
  await expect(page).toHaveURL(/webhooks\/[0-9a-f-]{36}/)
  return ['/api-keys', '/webhooks']
}
