import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'

/** What a deputy writes. */
export interface Matter {
  title: string
  facts: string
  proposals: string[]
}

/** What else the deputy wishes. */
export interface Wishes {
  /** Who should handle it. */
  unit?: string
  /** Why the units must not see the name. */
  protection?: string
  /** Who is asked to sign, too, by name. */
  cosigner?: string
}

/** A number that no other run on the same database has used: titles are looked for by it. */
export const freshNumber = () => String(Date.now() % 100_000_000)

/** Presses a button that opens a dialog, fills it, confirms it with `submit`, and waits until it worked. */
export async function command(page: Page, button: string, fill?: (dialog: Dialog) => Promise<void>, submit = button) {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await fill?.(dialog)
  await dialog.getByRole('button', { name: submit, exact: true }).click()
  await closed(dialog)
}

/** Waits until the dialog has gone; when it stays, its own words say why. */
export async function closed(dialog: Dialog) {
  await expect
    .poll(async () => (await dialog.count()) && (await dialog.getByRole('alert').allInnerTexts()).join(' '))
    .toBe(0)
}
export type Dialog = ReturnType<Page['getByRole']>

/** Picks a record by typing part of its name. */
export async function pick(field: Dialog, typed: string, name: string | RegExp) {
  await field.fill(typed)
  await field.page().getByRole('option', { name }).first().click()
}

/** The deputy writes on the phone, up to the last step but handing in. */
export async function write(page: Page, matter: Matter, { unit, protection, cosigner }: Wishes = {}) {
  await page.goto('/d/write')
  await page.getByRole('button', { name: '写一件新建议' }).click()
  await page.getByRole('textbox', { name: '标题' }).fill(matter.title)
  await page.getByRole('textbox', { name: '情况' }).fill(matter.facts)
  await page.getByRole('button', { name: '下一步' }).click()
  for (const [i, proposal] of matter.proposals.entries()) {
    if (i > 0) await page.getByRole('button', { name: '再加一条意见' }).click()
    await page.getByLabel(`第 ${i + 1} 条意见`).fill(proposal)
  }
  await page.getByRole('button', { name: '下一步' }).click()
  if (unit) await pick(page.getByLabel('希望由谁办理'), unit, new RegExp(unit))
  await page.getByLabel('同意全文公开').check()
  if (protection) await page.getByLabel('申请姓名保护').fill(protection)
  await page.getByRole('button', { name: '下一步' }).click()
  if (cosigner) {
    await pick(page.getByLabel('邀请代表'), cosigner, new RegExp(cosigner))
    await page.getByRole('button', { name: '发出邀请（1 人）' }).click()
    await expect(page.getByText('等待确认')).toBeVisible()
  }
}

/** From the preview to the committee; answers the suggestion's id. */
export async function submit(page: Page, title: string): Promise<string> {
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByRole('heading', { name: '预览并提交' })).toBeVisible()
  await page.getByRole('button', { name: '提交建议' }).click()
  await expect(page).toHaveURL(/\/d\/suggestions\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  return page.url().split('/').at(-1) ?? ''
}

/** The deputy writes on the phone and hands in; answers the suggestion's id. */
export async function handIn(page: Page, matter: Matter, wishes?: string | Wishes): Promise<string> {
  await write(page, matter, typeof wishes === 'string' ? { unit: wishes } : wishes)
  return submit(page, matter.title)
}

/** Finds the suggestion as its people do, by its title in their list, and opens it. */
export async function open(page: Page, list: 'suggestions' | 'tasks', title: string) {
  await page.goto(`/desk/${list}`)
  await page.getByRole('main').getByRole('searchbox').fill(title)
  await expect(page).toHaveURL(/[?&]q=/)
  await page.getByRole('main').getByRole('link', { name: title }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
}

/** Downloads what the button or link gives; the file must begin as its kind does. */
export async function download(button: Dialog, begins: string) {
  const [file] = await Promise.all([button.page().waitForEvent('download'), button.click()])
  const bytes = readFileSync(await file.path())
  expect(bytes.subarray(0, begins.length).toString('latin1'), file.suggestedFilename()).toBe(begins)
}
