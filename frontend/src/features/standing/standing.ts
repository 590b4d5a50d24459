import type { MeasuresResponse, MonthFigures } from '@/api/gen'

/** One measure of a base by its stable name. */
export const measureOf = (measures: MeasuresResponse | undefined, key: string) =>
  measures?.measures.find((one) => one.key === key)

/** Where an item of “需要关注” is listed. */
export const attentionLink = (item: { list: string; query: string }) =>
  `/${item.list === 'key_suggestions' ? 'key-suggestions' : item.list}?${item.query}`

/** How two shares differ, in points of a per cent: `null` where one of them has no base. */
export function difference(now: number | null | undefined, before: number | null | undefined): number | null {
  if (now === null || now === undefined || before === null || before === undefined) return null
  return Math.round((now - before) * 10) / 10
}

/** `+1.2`, `−0.5`, `±0`. */
export function signed(value: number): string {
  if (value === 0) return '±0'
  return value > 0 ? `+${value}` : `−${Math.abs(value)}`
}

/** The bars of the months up to the last one in which something happened, as heights of a chart that is 100 high. */
export function monthBars(months: MonthFigures[]) {
  const last = months.findLastIndex((one) => one.assigned > 0 || one.replied > 0)
  const shown = months.slice(0, last + 1)
  const most = Math.max(1, ...shown.flatMap((one) => [one.assigned, one.replied]))
  const height = (count: number) => Math.round((count / most) * 1000) / 10
  return shown.map((one) => ({ ...one, assignedHeight: height(one.assigned), repliedHeight: height(one.replied) }))
}

/** Lights from harmless to grave, as they head the table. */
export const LIGHT_COLUMNS = ['green', 'yellow', 'yellow_card', 'red_card'] as const

/** The list behind a cell of the table of lights. */
export function lightLink(light: (typeof LIGHT_COLUMNS)[number], unit?: string) {
  return { path: '/tasks', query: { ...(unit ? { unit_id: unit } : {}), light } }
}

/** A text taken apart at its `{names}`: words, and places that are filled. */
export function sentenceParts(text: string): { text: string; slot: string | null }[] {
  return text
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((part) => ({ text: part, slot: /^\{(\w+)\}$/.exec(part)?.[1] ?? null }))
}

/** What happened on the day of an entry: a matter that was only assigned is not “done”. */
export function dayOf(measure: string): 'assigned' | 'carded' | 'reviewed' | 'done' {
  if (measure === 'base') return 'assigned'
  if (measure === 'yellow_cards' || measure === 'red_cards') return 'carded'
  return measure === 'clean_drafts' ? 'reviewed' : 'done'
}

/** The days that a list covers: those of its address, else this year's, as the interface takes them. */
export function periodOf(filters: { assigned_from: string; assigned_to: string }, today: string) {
  const year = today.slice(0, 4)
  return { from: filters.assigned_from || `${year}-01-01`, to: filters.assigned_to || `${year}-12-31` }
}
