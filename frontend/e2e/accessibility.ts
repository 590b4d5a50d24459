import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const CONTRAST = 'color-contrast'
const FRESH = 'data-fresh-colours'

/** Kinds of text whose contrast was measured in this run, by what the measurement depends on. */
const measured = new Set<string>()

/** What axe finds wrong with the page, or with the dialog that is open over it. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Behind an open dialog nothing can be reached; it was looked at before.
  const scope = (await page.locator('dialog[open]').count()) ? 'dialog[open]' : 'html'
  const whole = await axe(page, scope).withTags(STANDARDS).disableRules(CONTRAST).analyze()
  const colours = (await markFresh(page, scope)) ? await axe(page, `[${FRESH}]`).withRules(CONTRAST).analyze() : null
  return [...whole.violations, ...(colours?.violations ?? [])].map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
  )
}

/**
 * Legacy mode looks at this page alone; the other one opens a second page for frames, of which there are none. What is in
 * order is not described: that costs half of the time.
 */
const axe = (page: Page, scope: string) =>
  new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true)
    .include(scope)

/**
 * Marks one of each kind of text that no page has shown yet, and says whether there are any. Contrast costs more than all
 * other rules together, and follows from computed styles alone: the colour, the size and weight of the letters, and the
 * backgrounds on the way up. A list of fifty rows is measured by its first one, the frame of the desk once.
 */
async function markFresh(page: Page, scope: string): Promise<boolean> {
  const fresh = await page.evaluate(
    ({ scope, known, mark }) => {
      for (const old of document.querySelectorAll(`[${mark}]`)) old.removeAttribute(mark)
      const behind = new Map<Element, string>()
      const backgroundsOf = (element: Element | null): string => {
        if (!element) return ''
        let stack = behind.get(element)
        if (stack === undefined) {
          const style = getComputedStyle(element)
          const place = style.position === 'static' ? '' : `${style.position}${style.zIndex}`
          const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, place].join(' ')
          const above = backgroundsOf(element.parentElement)
          stack = own === 'rgba(0, 0, 0, 0) none 1 none ' ? above : `${above} > ${own}`
          behind.set(element, stack)
        }
        return stack
      }
      const says = (element: Element) =>
        element instanceof HTMLInputElement ||
        element instanceof HTMLSelectElement ||
        element instanceof HTMLTextAreaElement ||
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
      const seen = new Set(known)
      const found: string[] = []
      for (const root of document.querySelectorAll(scope)) {
        for (const element of root.querySelectorAll('*')) {
          if (!says(element) || !element.checkVisibility()) continue
          const style = getComputedStyle(element)
          const kind = [
            element.tagName,
            element.className,
            style.color,
            style.fontSize,
            style.fontWeight,
            style.textShadow,
            backgroundsOf(element),
          ].join(' | ')
          if (seen.has(kind)) continue
          seen.add(kind)
          found.push(kind)
          element.setAttribute(mark, '')
        }
      }
      return found
    },
    { scope, known: [...measured], mark: FRESH },
  )
  for (const kind of fresh) measured.add(kind)
  return fresh.length > 0
}
