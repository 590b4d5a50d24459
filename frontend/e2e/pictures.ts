import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures'

/** Where the manual keeps its pictures; they are taken only when `E2E_MANUAL` asks for it. */
const FOLDER = join(import.meta.dirname, '../../docs/manual/images')
const WANTED = Boolean(process.env.E2E_MANUAL)
/** What one picture may weigh; the manual is read over slow lines, too. */
export const MAX_BYTES = 80_000

/**
 * A picture for the manual: of one part of the page, or of the window. `name` is the file's, without its ending; the
 * chapters and these calls are held together by `scripts/manual-images.test.ts`.
 */
export async function picture(page: Page, name: string, part?: Locator, { height = 900 } = {}) {
  const before = page.viewportSize() ?? { width: 390, height: 844 }
  // The desk as it is at a desk, everything else on a phone: a journey goes through both widths.
  if (!WANTED || page.url().includes('/desk') !== before.width > 1000) return
  await expect(page.locator('.skeleton')).toHaveCount(0)
  // As high as the page, so that nothing that sticks to the window's edge lies over the part.
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  if (part) await page.setViewportSize({ width: before.width, height: Math.max(before.height, Math.min(whole, 6000)) })
  // What was just said stands over the page, and a long form stands where it was filled in last.
  await page.evaluate(() => {
    for (const toast of document.querySelectorAll<HTMLElement>('.toasts')) toast.style.display = 'none'
    for (const inside of document.querySelectorAll('dialog[open] *')) inside.scrollTop = 0
  })
  const box = part ? await part.first().boundingBox() : { x: 0, y: 0, ...before }
  if (!box) throw new Error(`${name}: nothing to take a picture of`)
  const margin = part ? 8 : 0
  const clip = {
    x: Math.max(0, box.x - margin),
    y: Math.max(0, box.y - margin),
    width: Math.min(before.width, box.width + 2 * margin),
    height: Math.min(height, box.height + 2 * margin),
  }
  const devtools = await page.context().newCDPSession(page)
  let bytes = Buffer.alloc(0)
  for (const quality of [80, 60, 40]) {
    const { data } = await devtools.send('Page.captureScreenshot', {
      format: 'webp',
      quality,
      clip: { ...clip, scale: 1 },
      captureBeyondViewport: true,
    })
    bytes = Buffer.from(data, 'base64')
    if (bytes.length <= MAX_BYTES) break
  }
  await devtools.detach()
  await page.evaluate(() => {
    for (const toast of document.querySelectorAll<HTMLElement>('.toasts')) toast.style.display = ''
  })
  if (part) await page.setViewportSize(before)
  if (bytes.length > MAX_BYTES) throw new Error(`${name}: ${bytes.length} bytes are too many`)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.webp`), bytes)
}

/** The part of a page under this heading. */
export const card = (page: Page, heading: string | RegExp) =>
  page.locator('.card').filter({ has: page.getByRole('heading', { name: heading, exact: true }) })
