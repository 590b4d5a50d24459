import type { Page } from '@playwright/test'
import { expect, look } from './fixtures'
import { picture } from './pictures'
import { closed, command, download, pick, type Dialog } from './steps'

/** The clerk convenes the meeting, says what is voted on, and puts every deputy in office on the roll; answers its address. */
export async function prepareMeeting(clerk: Page, title: string, items: (dialog: Dialog) => Promise<void>) {
  await clerk.goto('/desk/supervision-meetings')
  await command(clerk, '新建督办会', async (dialog) => {
    await dialog.getByLabel('名称').fill(title)
    await dialog.getByLabel('地点').fill('县人大会议室')
    await pick(dialog.getByLabel('届次'), '十八', /十八/)
    await pick(dialog.getByLabel('哪一级人大'), '县', /县/)
    await look(clerk, 'ballot-create')
  })
  await expect(clerk.getByRole('heading', { level: 1 })).toHaveText(title)
  await command(clerk, '设置测评项', items)
  await command(clerk, '安排报告', async (dialog) => {
    await pick(dialog.getByLabel('口头报告的单位'), '住房', /住房/)
  })
  await command(clerk, '编制名册', async (dialog) => {
    await dialog.getByLabel('全体在任代表').check()
  })
  await expect(clerk.getByText(/应到 \d+ 人，实到 0 人/)).toBeVisible()
  return clerk.url()
}

/** Two halves of the box's key and the slips are told once. */
export async function openVoting(clerk: Page): Promise<{ keys: string[]; slips: string[] }> {
  await clerk.getByRole('button', { name: '宣布开始投票' }).click()
  const asked = clerk.getByRole('dialog', { name: '宣布开始投票' })
  await asked.getByRole('button', { name: '宣布开始投票' }).click()
  const told = clerk.getByRole('dialog', { name: '投票已开始：钥匙和选票凭码' })
  await expect(told).toBeVisible()
  const keys: string[] = []
  for (const holder of [0, 1]) {
    await told.getByRole('button', { name: '查看' }).nth(holder).click()
    keys.push((await told.locator('code.key').innerText()).trim())
    await told.getByRole('button', { name: '收起' }).click()
  }
  const slips = (await told.locator('code.code').allInnerTexts()).map((slip) => slip.trim())
  await told.getByRole('button', { name: '已经抄下钥匙、打印凭码' }).click()
  await closed(told)
  return { keys, slips }
}

/** So many voters come, and are given a ballot. */
export async function checkIn(clerk: Page, voters: number) {
  for (let n = 1; n <= voters; n++) {
    await clerk
      .getByRole('button', { name: /^签到：/ })
      .first()
      .click()
    await clerk
      .getByRole('button', { name: /^发票：/ })
      .first()
      .click()
    await expect(clerk.getByText(`实到 ${n} 人，发出 ${n} 张`)).toBeVisible()
  }
}

/** Item after item, the review, the cast. `shown`: the pages are looked at under this name. */
export async function vote(phone: Page, choices: string[], shown?: string) {
  await expect(phone.getByText(`第 1 项，共 ${choices.length} 项`)).toBeVisible()
  if (shown) {
    await look(phone, `${shown}-vote`)
    await picture(phone, 'ballot-vote')
  }
  for (const [i, choice] of choices.entries()) {
    await phone.getByRole('radio', { name: choice, exact: true }).check()
    await phone.getByRole('button', { name: i + 1 < choices.length ? '下一项' : '核对选票' }).click()
  }
  await expect(phone.getByRole('heading', { name: '请核对您的选票' })).toBeVisible()
  if (shown) await look(phone, `${shown}-review`)
  await phone.getByRole('button', { name: '投出选票' }).click()
  await expect(phone.getByRole('heading', { name: '选票已投出' })).toBeVisible()
  if (shown) await look(phone, `${shown}-cast`)
}

/** Both key holders close voting, the count is confirmed. */
export async function closeVoting(clerk: Page, keys: string[]) {
  await command(clerk, '宣布截止', async (dialog) => {
    await dialog.getByLabel('第一把钥匙（监票人）').fill(keys[0] ?? '')
    await dialog.getByLabel('第二把钥匙（计票人）').fill(keys[1] ?? '')
    await look(clerk, 'ballot-close')
  })
  await command(clerk, '确认计票结果')
}

/** The head announces; the record is printed. */
export async function announce(head: Page, address: string) {
  await head.goto(new URL(address).pathname)
  await command(head, '宣布结果')
  await expect(head.getByText('已宣布').first()).toBeVisible()
  await download(head.getByRole('button', { name: '报告单 Word' }), 'PK')
  await download(head.getByRole('button', { name: '报告单 PDF' }), '%PDF')
}
