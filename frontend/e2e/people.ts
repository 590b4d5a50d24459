import type { Browser, Page } from '@playwright/test'
import { signIn } from './fixtures'

/** Accounts of the demo county by their part in a suggestion's way. */
export const WHO = {
  deputy: 'daibiao1',
  clerk: 'daigong',
  head: 'daigonghead',
  office: 'zhengfuban',
  unit: 'zhujian',
  unitLeader: 'zhujianhead',
  coUnit: 'jiaotong',
  coLeader: 'jiaotonghead',
} as const
export type Part = keyof typeof WHO

/** Everybody at the own device: one window a person, signed in when first asked for. */
export class People {
  private readonly pages = new Map<Part, Page>()
  readonly wrong: string[] = []

  constructor(private readonly browser: Browser) {}

  async window(): Promise<Page> {
    const page = await (await this.browser.newContext()).newPage()
    page.on('pageerror', (error) => this.wrong.push(error.message))
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.wrong.push(message.text())
    })
    return page
  }

  async as(part: Part): Promise<Page> {
    const known = this.pages.get(part)
    if (known) return known
    const page = await this.window()
    this.pages.set(part, page)
    await signIn(page, part === 'deputy' ? 'd' : 'desk', WHO[part])
    return page
  }

  async leave() {
    for (const page of this.pages.values()) await page.context().close()
  }
}
