import { flag, oneOf, text, type FilterValues } from '@/api/filters'

/** Ledgers (domain specification §8.4), batch forms and the audiences of a book, as the server names them. */
export const LEDGERS = ['handover', 'handling', 'units', 'commitments', 'tasks'] as const
export const FORMS = [
  'reply_letter',
  'feedback_form',
  'paper',
  'contact_record',
  'reminder',
  'rehandle_notice',
] as const
export const AUDIENCES = ['internal', 'public'] as const

/** How the page stands in its address. */
export const paperFilters = {
  year: text(),
  session_id: text(),
  category: text(),
  unit_id: text(),
  ledger: oneOf(LEDGERS, 'handover'),
  form: oneOf(FORMS, 'reply_letter'),
  audience: oneOf(AUDIENCES, 'internal'),
  per_deputy: flag(),
  month: text(),
}
export type PaperFilters = FilterValues<typeof paperFilters>

/** The year chosen, or the present one. */
export const yearOf = (filters: PaperFilters, today: string) =>
  /^(19|20)\d\d$/.test(filters.year) ? filters.year : today.slice(0, 4)

/** The list's filter: what was assigned in the year, or everything of a session. */
export function selectionOf(filters: PaperFilters, today: string): Record<string, string> {
  const year = yearOf(filters, today)
  const days: Record<string, string> = filters.session_id
    ? { session_id: filters.session_id }
    : { assigned_from: `${year}-01-01`, assigned_to: `${year}-12-31` }
  const more = Object.entries({ category: filters.category, unit_id: filters.unit_id }).filter(([, value]) => value)
  return { ...days, ...Object.fromEntries(more), sort: 'official_no' }
}

/** The month of the bulletin: the one chosen, else the one before the present, which is complete. */
export function monthOf(filters: PaperFilters, today: string): { year: string; month: string } {
  const chosen = /^((?:19|20)\d\d)-(0[1-9]|1[0-2])$/.exec(filters.month)
  if (chosen) return { year: chosen[1]!, month: String(Number(chosen[2])) }
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  return month === 1 ? { year: String(year - 1), month: '12' } : { year: String(year), month: String(month - 1) }
}

/** What the acceptance report is of: the session, or what was handed in between the sessions of the year. */
export function acceptanceOf(filters: PaperFilters, today: string): Record<string, string> {
  if (filters.session_id) return { session_id: filters.session_id }
  const year = yearOf(filters, today)
  return { from: `${year}-01-01`, to: `${year}-12-31` }
}
