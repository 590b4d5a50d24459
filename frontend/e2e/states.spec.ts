import type { Page, Route } from '@playwright/test'
import { DEMO_NOW, moveClock } from './clock'
import { expect, signIn, test } from './fixtures'
import { inspect, settled } from './inspect'
import { capabilitiesOf, follow, routesOf, type Door } from './routes'

const DOORS: { door: Door; username: string | null }[] = [
  { door: '', username: null },
  { door: 'd', username: 'daibiao1' },
  { door: 'desk', username: 'daigonghead' },
]
const baseOf = (door: Door) => (door ? `/${door}` : '')

async function enter(page: Page, door: Door, username: string | null) {
  if (username && door) await signIn(page, door, username)
  else await page.goto(`${baseOf(door)}/`)
  await settled(page)
}

/** Pages without an id in their address that the person may see. */
async function pagesOf(page: Page): Promise<string[]> {
  const may = new Set(await capabilitiesOf(page))
  const all = await routesOf(page)
  return all
    .filter(
      ({ path, open, capability }) =>
        !path.includes(':') && !open && (!capability.length || capability.some((one) => may.has(one))),
    )
    .map(({ path }) => path)
}

/** What a page reads; not who is signed in, what the site is called, and the bell of every page, whose answer does not end. */
const READS = (url: URL) =>
  url.pathname.startsWith('/api/') &&
  !/\/(auth\/|me$|public\/site$|site$|notifications\/(stream|unread-count)$)/.test(url.pathname)

/** Read by the header of every page, for the badge of who stands in for whom; a page about it is another matter. */
const isBadge = (path: string, url: string) =>
  !path.includes('substitution') && /\/substitutions$/.test(new URL(url).pathname)

test.beforeEach(() => moveClock(DEMO_NOW))

for (const { door, username } of DOORS) {
  const at = door || 'portal'

  test(`nothing there: ${at}`, async ({ page }, info) => {
    test.skip(info.project.name !== 'phone', 'empty pages are looked at on the phone')
    test.setTimeout(180_000)
    await enter(page, door, username)
    const wrong: string[] = []
    const pages = await pagesOf(page)
    await page.route(READS, async (route: Route) => {
      if (route.request().method() !== 'GET') return route.continue()
      const response = await route.fetch()
      if (!/json/.test(response.headers()['content-type'] ?? '')) return route.fulfill({ response })
      await route.fulfill({ response, json: emptied(await response.json()) })
    })
    await page.reload()
    await settled(page)
    for (const path of pages) {
      await follow(page, path)
      await inspect(page, `empty-${at}${path.replace(/\W+/g, '-')}`, wrong)
    }
    expect(wrong).toEqual([])
  })

  test(`the server fails, and comes back: ${at}`, async ({ page }, info) => {
    test.skip(info.project.name !== 'wide', 'failed pages are looked at on the wide screen')
    test.setTimeout(180_000)
    await enter(page, door, username)
    const wrong: string[] = []
    let looked = false
    for (const path of await pagesOf(page)) {
      let asked = 0
      // What the page before still reads is not read by this one.
      await page.goto('about:blank')
      await page.route(READS, async (route: Route) => {
        if (!isBadge(path, route.request().url())) asked += 1
        await route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          json: {
            type: '/problems/internal',
            title: '服务器出错',
            status: 500,
            code: 'internal.error',
            request_id: '演示',
          },
        })
      })
      await page.goto(`${baseOf(door)}${path}`)
      await settled(page)
      if (asked > 0) {
        const retry = page.locator('#main').getByRole('button', { name: '重试' })
        const said = await expect(retry.first())
          .toBeVisible({ timeout: 5_000 })
          .then(
            () => true,
            () => false,
          )
        if (!said) wrong.push(`${at}${path}: failed reads are not told`)
        else {
          // One picture a door: what stands there is the same part everywhere.
          if (!looked) await inspect(page, `failed-${at}${path.replace(/\W+/g, '-')}`, wrong)
          looked = true
          await page.unroute(READS)
          for (let left = await retry.count(); left > 0; left -= 1) await retry.first().click()
          const back = await expect(retry)
            .toHaveCount(0)
            .then(
              () => true,
              () => false,
            )
          if (!back) wrong.push(`${at}${path}: does not come back`)
        }
      }
      await page.unroute(READS)
    }
    expect(wrong).toEqual([])
  })
}

const LOOKS: { name: string; preferences: object; pages: [Door, string | null, string[]][] }[] = [
  {
    name: 'english',
    preferences: { lang: 'en' },
    pages: [
      ['', null, ['/', '/suggestions', '/deputies', '/speak-up', '/progress', '/accessibility']],
      ['d', 'daibiao1', ['/', '/suggestions', '/write', '/me']],
      ['desk', 'daigonghead', ['/', '/review', '/suggestions', '/publication', '/settings', '/calendar', '/imports']],
      ['desk', 'jiekou', ['/', '/api-keys', '/webhooks']],
    ],
  },
  {
    name: 'dark',
    preferences: { theme: 'dark' },
    pages: [
      ['d', 'daibiao1', ['/', '/suggestions', '/write', '/me']],
      ['desk', 'daigonghead', ['/', '/review', '/suggestions', '/publication', '/calendar', '/settings', '/deputies']],
    ],
  },
  {
    name: 'elder',
    preferences: { elder: true },
    pages: [
      ['', null, ['/', '/suggestions', '/deputies', '/speak-up', '/progress']],
      ['d', 'daibiao1', ['/', '/suggestions', '/write', '/me']],
    ],
  },
]

for (const { name, preferences, pages } of LOOKS) {
  test(`pages look right: ${name}`, async ({ browser }, info) => {
    test.skip(info.project.name !== 'phone', 'where room is scarce')
    test.setTimeout(180_000)
    const wrong: string[] = []
    for (const [door, username, paths] of pages) {
      const page = await (await browser.newContext()).newPage()
      page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`))
      await enter(page, door, username)
      await page.evaluate((kept) => localStorage.setItem('daibiao.preferences', JSON.stringify(kept)), preferences)
      await page.reload()
      await settled(page)
      for (const path of paths) {
        await follow(page, path)
        await inspect(page, `${name}-${door || 'portal'}${path.replace(/\W+/g, '-')}`, wrong)
      }
      await page.context().close()
    }
    expect(wrong).toEqual([])
  })
}

/** The same answer with nothing in its lists. */
function emptied(body: unknown): unknown {
  if (Array.isArray(body)) return []
  if (body === null || typeof body !== 'object') return body
  const lists = ['items', 'recent', 'queues', 'statuses', 'facets']
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (lists.includes(key) && Array.isArray(value)) return [key, []]
      if (key === 'total' && typeof value === 'number') return [key, 0]
      if (key === 'next_cursor' || key === 'prev_cursor') return [key, null]
      return [key, value]
    }),
  )
}
