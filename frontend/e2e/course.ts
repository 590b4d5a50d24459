import { expect, look } from './fixtures'
import type { People } from './people'
import { picture } from './pictures'
import { closed, command, download, open } from './steps'

/** A suggestion on its way through 住建局: what several journeys do alike, each at the own time. */
export interface Course {
  people: People
  id: string
  title: string
  /** The day of this stretch, `2026-06-13`. */
  day: string
}

/** The unit signs and names who is responsible. */
export async function signAndStart({ people, title }: Course) {
  const unit = await people.as('unit')
  await open(unit, 'tasks', title)
  await command(unit, '签收')
  await command(unit, '明确责任人并开始办理', async (dialog) => {
    await dialog.getByLabel('分管负责人').fill('演分管')
    await dialog.getByLabel('办理计划').fill('先现场踏勘，再会同交警研究。')
  })
  await expect(unit.getByText(/你还差 \d+ 步，剩 \d+ 个工作日/)).toBeVisible()
}

/** They meet in the morning; the unit writes it down, the deputy confirms. `stale`: somebody else has changed the case since. */
export async function meet({ people, id, day }: Course, stale = false) {
  const unit = await people.as('unit')
  await unit.getByRole('button', { name: '登记联系沟通' }).click()
  const dialog = unit.getByRole('dialog')
  await dialog.getByLabel('时间').fill(`${day}T10:00`)
  await dialog.getByLabel('地点').fill('实验小学门口')
  await dialog.getByLabel('单位人员姓名').fill('演分管')
  await dialog.getByLabel('职务').fill('副局长')
  await dialog.getByLabel('沟通情况').fill('就泊位选址和施划时间与代表当面沟通。')
  const log = dialog.getByRole('button', { name: '登记联系沟通', exact: true })
  if (stale) {
    await look(unit, 'journey-contact')
    await log.click()
    await dialog.getByRole('button', { name: '载入最新记录' }).click()
    // The notice goes when the newer record is there; what was typed stays.
    await expect(dialog.getByRole('alert')).toHaveCount(0)
    await expect(dialog.getByLabel('沟通情况')).toHaveValue('就泊位选址和施划时间与代表当面沟通。')
  }
  await log.click()
  await closed(dialog)
  await expect(unit.getByText('待代表确认')).toBeVisible()
  const deputy = await people.as('deputy')
  await deputy.goto(`/d/suggestions/${id}`)
  await deputy.getByRole('button', { name: '属实，确认' }).click()
  await expect(deputy.getByText('您已确认')).toBeVisible()
}

export interface Answer {
  category: string
  answers: string[]
  promise?: string
  /** By when it is promised. */
  due?: string
  /** A file that proves it. */
  evidence?: string
  withCoUnits?: boolean
}

/** The unit writes its letter point by point and hands it in for pre-review. */
export async function answer({ people, id }: Course, letter: Answer) {
  const unit = await people.as('unit')
  await unit.reload()
  await unit.getByRole('link', { name: '起草答复' }).click()
  await expect(unit.getByRole('heading', { level: 1, name: '起草答复' })).toBeVisible()
  await unit.getByLabel('办理结果类别').selectOption({ label: letter.category })
  await unit.getByLabel('正文', { exact: true }).fill('您的建议收悉，我局现场踏勘并与您当面沟通，现答复如下。')
  for (const [i, text] of letter.answers.entries()) await unit.getByLabel(`第 ${i + 1} 条意见的答复`).fill(text)
  if (letter.promise) {
    await unit.getByLabel('承诺事项').fill(letter.promise)
    await unit.getByLabel('责任人').fill('市政科')
    await unit.getByLabel('期限').fill(letter.due ?? '2026-12-31')
  }
  if (letter.evidence) {
    await unit
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: letter.evidence, mimeType: 'image/png', buffer: PHOTO })
    await expect(unit.getByRole('button', { name: letter.evidence }).first()).toBeVisible()
  }
  if (letter.withCoUnits) await unit.getByLabel('正文已说明协办单位意见').check()
  await unit.getByLabel('联系人').fill('演联络')
  await unit.getByLabel('联系电话').fill('0527-80000000')
  await expect(unit.getByText('答复要件齐全。')).toBeVisible()
  await look(unit, `journey-reply${letter.evidence ? '-evidence' : ''}`)
  await unit.getByRole('button', { name: '提交预审' }).click()
  await expect(unit).toHaveURL(new RegExp(`/desk/suggestions/${id}$`))
}

/** Pre-review, the leader's signature, delivery; the letter is a PDF from then on. */
export async function issue({ people, title }: Course, reviewer: 'office' | 'clerk') {
  const passing = await people.as(reviewer)
  await open(passing, reviewer === 'office' ? 'tasks' : 'suggestions', title)
  // Every item is ticked, or says why it may pass.
  await command(passing, '预审通过', async (dialog) => {
    for (const item of await dialog.getByRole('checkbox').all()) await item.check()
  })
  const leader = await people.as('unitLeader')
  await open(leader, 'tasks', title)
  await command(leader, '签发', async (dialog) => {
    await dialog.getByLabel('签发人').fill('演局长')
    await dialog.getByLabel('已加盖公章').check()
  })
  await download(leader.getByRole('button', { name: 'PDF', exact: true }).last(), '%PDF')
  const unit = await people.as('unit')
  await unit.reload()
  await command(unit, '送达')
  await expect(unit.getByText('已送达').first()).toBeVisible()
}

export interface Rated {
  attitude: string
  result: string
  /** Of an unsatisfied rating: what is wrong, ticked and in words. */
  reason?: string
  comment?: string
}

/** The deputy reads the letter and rates attitude and result apart. */
export async function rate({ people, id, title }: Course, rated: Rated = { attitude: '满意', result: '基本满意' }) {
  const deputy = await people.as('deputy')
  await deputy.goto('/d/')
  await deputy.getByRole('main').getByRole('link', { name: title }).first().click()
  await expect(deputy).toHaveURL(/\/evaluate$/)
  await deputy.getByRole('link', { name: '再看一遍答复' }).click()
  await expect(deputy.getByText('现答复如下').last()).toBeVisible()
  await look(deputy, 'journey-replied')
  await download(deputy.getByRole('button', { name: 'PDF', exact: true }).first(), '%PDF')
  await deputy.getByRole('link', { name: '评价办理情况' }).click()
  await deputy.getByRole('group', { name: '办理态度' }).getByLabel(rated.attitude, { exact: true }).check()
  await deputy.getByRole('group', { name: '办理结果' }).getByLabel(rated.result, { exact: true }).check()
  await deputy.getByLabel('答复前与我当面沟通过').check()
  await deputy.getByLabel('谁来答复的').fill('县住建局 演分管')
  if (rated.reason) await deputy.getByLabel(rated.reason).check()
  if (rated.comment) await deputy.getByLabel('意见', { exact: true }).fill(rated.comment)
  await look(deputy, 'journey-evaluate')
  await picture(deputy, 'deputy-evaluate')
  await deputy.getByRole('button', { name: '提交评价' }).click()
  await expect(deputy).toHaveURL(new RegExp(`/d/suggestions/${id}$`))
}

/** The clerk proposes parts after the four checks. */
export async function propose({ people, title }: Course, parts: string[]) {
  const clerk = await people.as('clerk')
  await open(clerk, 'suggestions', title)
  for (const part of parts) {
    await command(
      clerk,
      '提出公开',
      async (dialog) => {
        await dialog.getByLabel('公开内容').selectOption({ label: part })
        if (part === '答复全文') await dialog.getByLabel('答复', { exact: true }).selectOption({ index: 1 })
        for (const check of await dialog.getByRole('checkbox').all()) await check.check()
      },
      '确认',
    )
  }
  await look(clerk, 'journey-proposed')
}

/** The head decides each part for itself. */
export async function release({ people, title }: Course, parts: string[]) {
  const head = await people.as('head')
  await open(head, 'suggestions', title)
  for (const left of parts.map((_, i) => i).reverse()) {
    await head.getByRole('button', { name: '决定公开', exact: true }).first().click()
    await head.getByRole('dialog').getByRole('button', { name: '确认' }).click()
    await closed(head.getByRole('dialog'))
    await expect(head.getByRole('button', { name: '决定公开', exact: true })).toHaveCount(left)
  }
  await look(head, 'journey-released')
}

/** A picture of one point. */
export const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
