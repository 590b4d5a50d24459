import type { KeyReason, KeyStatus } from '@/api/gen'

/** 重点督办状态, in their order. */
export const KEY_STATUSES: KeyStatus[] = ['candidate', 'chosen', 'planned', 'reported', 'closed', 'declined']
/** 提名理由, in their order. */
export const KEY_REASONS: KeyReason[] = ['overall', 'concentrated', 'difficult', 'annual_priority', 'livelihood']
/** 督办活动形式 */
export const KEY_EVENT_KINDS = ['inspection', 'site', 'hearing', 'meeting', 'visit'] as const
/** 督办评价 */
export const KEY_RATINGS = ['excellent', 'good', 'fair', 'poor'] as const
/** 一府一委两院 */
export const LEADING_ORGANS = ['government', 'supervision', 'court', 'procuratorate'] as const

/** The tag's tone of a state. */
export function keyTone(status: string): string {
  if (status === 'closed') return 'ok'
  return status === 'candidate' || status === 'declined' ? '' : 'active'
}

/** Milestones of the plan's form: rows whose text or day is given, in their order. */
export function milestonesOf(form: Record<string, unknown>, rows: number): { text: string; due: string }[] {
  return Array.from({ length: rows }, (_, i) => ({
    text: String(form[`text_${i}`] ?? '').trim(),
    due: String(form[`due_${i}`] ?? ''),
  })).filter((one) => one.text !== '' || one.due !== '')
}
