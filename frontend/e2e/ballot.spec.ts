import type { Page } from '@playwright/test'
import { DEMO_NOW, moveClock } from './clock'
import { expect, look, test } from './fixtures'
import { People } from './people'
import { closed, command, download, freshNumber, pick } from './steps'

const VOTERS = 7

test.beforeEach(() => moveClock(DEMO_NOW))

test('a supervision meeting: check-in, secret ballot on the phone, count, announcement, printed record', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const people = new People(browser)
  const clerk = await people.as('clerk')
  const title = `第${freshNumber()}次代表建议办理督办会`
  const keys: string[] = []
  let slips: string[] = []
  let address = ''

  await test.step('the clerk prepares the meeting, its items and the roll', async () => {
    await clerk.goto('/desk/supervision-meetings')
    await look(clerk, 'ballot-list')
    await command(clerk, '新建督办会', async (dialog) => {
      await dialog.getByLabel('名称').fill(title)
      await dialog.getByLabel('地点').fill('县人大会议室')
      await pick(dialog.getByLabel('届次'), '十八', /十八/)
      await pick(dialog.getByLabel('哪一级人大'), '县', /县/)
      await look(clerk, 'ballot-create')
    })
    await expect(clerk.getByRole('heading', { level: 1 })).toHaveText(title)
    address = clerk.url()
    await command(clerk, '设置测评项', async (dialog) => {
      await dialog.getByLabel('测评总体办理工作').check()
      await pick(dialog.getByLabel('测评办理工作的单位'), '住房', /住房/)
    })
    await command(clerk, '安排报告', async (dialog) => {
      await pick(dialog.getByLabel('口头报告的单位'), '住房', /住房/)
    })
    await command(clerk, '编制名册', async (dialog) => {
      await dialog.getByLabel('全体在任代表').check()
    })
    await expect(clerk.getByText(/应到 \d+ 人，实到 0 人/)).toBeVisible()
    await look(clerk, 'ballot-prepared')
  })

  await test.step('voting is opened: two keys and the slips are told once', async () => {
    await clerk.getByRole('button', { name: '宣布开始投票' }).click()
    const asked = clerk.getByRole('dialog', { name: '宣布开始投票' })
    await asked.getByRole('button', { name: '宣布开始投票' }).click()
    const told = clerk.getByRole('dialog', { name: '投票已开始：钥匙和选票凭码' })
    await expect(told).toBeVisible()
    for (const holder of [0, 1]) {
      await told.getByRole('button', { name: '查看' }).nth(holder).click()
      keys.push((await told.locator('code.key').innerText()).trim())
      await told.getByRole('button', { name: '收起' }).click()
    }
    slips = (await told.locator('code.code').allInnerTexts()).map((slip) => slip.trim())
    expect(slips.length).toBeGreaterThan(VOTERS)
    await told.getByRole('button', { name: '已经抄下钥匙、打印凭码' }).click()
    await closed(told)
  })

  await test.step('voters check in and are given a ballot', async () => {
    for (let n = 0; n < VOTERS; n++) {
      await clerk
        .getByRole('button', { name: /^签到：/ })
        .first()
        .click()
      await clerk
        .getByRole('button', { name: /^发票：/ })
        .first()
        .click()
      await expect(clerk.getByText(`实到 ${n + 1} 人，发出 ${n + 1} 张`)).toBeVisible()
    }
    await look(clerk, 'ballot-open')
  })

  await test.step('one votes on the phone with the QR code, the others by typing the code', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })
    const phone = await context.newPage()
    const sent: string[] = []
    phone.on('request', (request) => {
      if (request.url().includes('/api/v1/ballots/')) sent.push(JSON.stringify(request.headers()))
    })
    const code = (slip = '') => slip.replaceAll('-', '')
    await phone.goto(`/d/ballot#${code(slips[0])}`)
    await vote(phone, ['满意', '基本满意'], true)
    // Nothing that tells one request from another, and no code left in the address.
    expect(sent.length).toBeGreaterThan(1)
    for (const headers of sent) expect(headers).not.toMatch(/authorization|cookie|x-request-id|"referer":"[^"]/i)
    expect(phone.url()).not.toContain('#')
    for (const slip of slips.slice(1, VOTERS)) {
      await phone.goto('/d/ballot')
      await phone.getByLabel('选票凭码').fill(slip.toLowerCase())
      await phone.getByRole('button', { name: '下一步' }).click()
      await vote(phone, ['满意', '不满意'], false)
    }
    // The same slip again: it is cast, and that is all that is said.
    await phone.goto('/d/ballot')
    await phone.getByLabel('选票凭码').fill(slips[0] ?? '')
    await phone.getByRole('button', { name: '下一步' }).click()
    await expect(phone.getByRole('heading', { name: '选票已投出' })).toBeVisible()
    await expect(phone.locator('.options')).toHaveCount(0)
    await context.close()
  })

  await test.step('both key holders close voting, the count is confirmed', async () => {
    await clerk.goto(address)
    // No figure of what was returned while voting goes on (the folded explanation has the word).
    await expect(clerk.getByRole('heading', { name: '名册与签到' })).toBeVisible()
    await expect(clerk.getByRole('main').getByText('收回').filter({ visible: true })).toHaveCount(0)
    await command(clerk, '宣布截止', async (dialog) => {
      await dialog.getByLabel('第一把钥匙（监票人）').fill(keys[0] ?? '')
      await dialog.getByLabel('第二把钥匙（计票人）').fill(keys[1] ?? '')
      await look(clerk, 'ballot-close')
    })
    await command(clerk, '确认计票结果')
    await expect(clerk.getByText('100.0%').first()).toBeVisible()
    await look(clerk, 'ballot-tallied')
  })

  await test.step('the head announces; the record is printed', async () => {
    const head = await people.as('head')
    await head.goto(new URL(address).pathname)
    await command(head, '宣布结果')
    await expect(head.getByText('已宣布').first()).toBeVisible()
    await expect(head.getByText('不满意的单位应当在', { exact: false })).toBeVisible()
    await download(head.getByRole('button', { name: '报告单 Word' }), 'PK')
    await download(head.getByRole('button', { name: '报告单 PDF' }), '%PDF')
    await look(head, 'ballot-announced')
  })

  await test.step('a deputy reads what was announced', async () => {
    const deputy = await people.as('deputy')
    await deputy.goto('/d/ballot-results')
    await deputy.getByLabel('哪一次督办会').selectOption({ label: `${title}（2026年6月10日）` })
    await expect(deputy.getByText('不满意', { exact: true })).toBeVisible()
    await look(deputy, 'ballot-results')
  })
  expect(people.wrong).toEqual([])
})

/** Two items, the review, the cast. */
async function vote(phone: Page, choices: [string, string], shown: boolean) {
  await expect(phone.getByText('第 1 项，共 2 项')).toBeVisible()
  if (shown) await look(phone, 'ballot-vote')
  await phone.getByRole('radio', { name: choices[0], exact: true }).check()
  await phone.getByRole('button', { name: '下一项' }).click()
  await phone.getByRole('radio', { name: choices[1], exact: true }).check()
  await phone.getByRole('button', { name: '核对选票' }).click()
  await expect(phone.getByRole('heading', { name: '请核对您的选票' })).toBeVisible()
  if (shown) await look(phone, 'ballot-review')
  await phone.getByRole('button', { name: '投出选票' }).click()
  await expect(phone.getByRole('heading', { name: '选票已投出' })).toBeVisible()
  if (shown) await look(phone, 'ballot-cast')
}
