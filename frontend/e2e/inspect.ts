import type { Page } from '@playwright/test'
import { expect, look } from './fixtures'

/** Words that are no words: a key without a text, or a code of the machine that came through. */
const RAW = /\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+\.(?:[a-z_]+\.)+[a-z_]+\b|\bundefined\b|\[object |\bNaN\b|Invalid Date/
/** Latin words that a Chinese page may have: names of formats, keys and standards. */
const LATIN = /^(?:English|PDF|OFD|PPT|WPS|Word|Excel|XLSX|CSV|iCal|JSON|WCAG|UTF|Tab|Ctrl|Chrome|Linux|demo|ABC)$/i

/** Waits until the page has what it shows. */
export async function settled(page: Page) {
  await expect(page.locator('#main').getByRole('heading').first()).toBeVisible()
  await expect(page.locator('.skeleton, [aria-busy=true]')).toHaveCount(0)
}

/** What stands on the page for everybody to read or hear, without what is data (names of accounts, keys, prints). */
function wordsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const seen = document.body.cloneNode(true) as HTMLElement
    const names = [...seen.querySelectorAll('[translate=no]')]
      .map((one) => one.textContent?.trim() ?? '')
      .filter(Boolean)
    for (const data of seen.querySelectorAll('code, kbd, .num, [translate=no], .print-only, noscript, script, style'))
      data.remove()
    const said = [...seen.querySelectorAll('[aria-label],[placeholder],[title],[alt]')].flatMap((one) =>
      ['aria-label', 'placeholder', 'title', 'alt'].map((name) => one.getAttribute(name) ?? ''),
    )
    const text = [...seen.querySelectorAll('*')].flatMap((one) =>
      [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? ''),
    )
    // A button that removes a file says the file's name.
    const nameless = said.map((one) => names.reduce((rest, name) => rest.replaceAll(name, ''), one))
    return [document.title, ...text, ...nameless].join('\n')
  })
}

/** Everything that a page owes its readers; what is missing is added to `wrong`. */
export async function inspect(page: Page, name: string, wrong: string[]) {
  await settled(page)
  const words = await wordsOf(page)
  const raw = RAW.exec(words)
  if (raw) wrong.push(`${name}: “${raw[0]}” stands on the page`)
  if ((await page.evaluate(() => document.documentElement.lang)) === 'zh-CN') {
    const latin = [...words.matchAll(/[A-Za-z]{3,}/g)].map(([word]) => word).filter((word) => !LATIN.test(word))
    if (latin.length > 0) wrong.push(`${name}: not Chinese: ${[...new Set(latin)].join(' ')}`)
  }
  const title = await page.title()
  if (!/\S+ - \S+|^代表之家|^Deputies/.test(title)) wrong.push(`${name}: the title is “${title}”`)
  await look(page, name).catch((error: Error) => wrong.push(`${name}: ${error.message.slice(0, 1500)}`))
}
