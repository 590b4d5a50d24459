import type { Browser, Page } from '@playwright/test'
import { moveClock } from './clock'
import { signIn } from './fixtures'

/** Accounts of the demo county by their part in a suggestion's way. */
export const WHO = {
  deputy: 'daibiao1',
  cosigner: 'daibiao2',
  clerk: 'daigong',
  head: 'daigonghead',
  office: 'zhengfuban',
  unit: 'zhujian',
  unitLeader: 'zhujianhead',
  coUnit: 'jiaotong',
  coLeader: 'jiaotonghead',
  farmUnit: 'nongye',
  farmLeader: 'nongyehead',
  waterUnit: 'shuili',
  committee: 'chuanzi',
  chairman: 'zhuren',
} as const
export type Part = keyof typeof WHO

const isDeputy = (part: Part) => part === 'deputy' || part === 'cosigner'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const DESK = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }

/** Everybody at the own device: one window a person, signed in when first asked for. */
export class People {
  private readonly pages = new Map<Part, Page>()
  readonly wrong: string[] = []

  /** `ownDevices`: deputies and citizens on the phone, everybody else at a desk, whatever width is gone through. */
  constructor(
    private readonly browser: Browser,
    private readonly ownDevices = false,
  ) {}

  async window(phone = true): Promise<Page> {
    const device = this.ownDevices ? (phone ? PHONE : DESK) : {}
    const page = await (await this.browser.newContext(device)).newPage()
    page.on('pageerror', (error) => this.wrong.push(error.message))
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.wrong.push(message.text())
    })
    return page
  }

  async as(part: Part): Promise<Page> {
    const known = this.pages.get(part)
    if (known) return known
    const page = await this.window(isDeputy(part))
    this.pages.set(part, page)
    await signIn(page, isDeputy(part) ? 'd' : 'desk', WHO[part])
    return page
  }

  /** Weeks pass: everybody goes home, and signs in again when asked for the next time. */
  async later(now: string) {
    await this.leave()
    await moveClock(now)
  }

  /** Hours pass, and everybody stays where they are. */
  clock(now: string) {
    return moveClock(now)
  }

  async leave() {
    for (const page of this.pages.values()) await page.context().close()
    this.pages.clear()
  }
}
