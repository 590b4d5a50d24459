import { type Period, type Rating, type ReplyCategory, type SuggestionStatus } from '@/api/gen'
import { anyOf, day, flag, oneOf, text, type FilterValues } from '@/api/filters'

export const STATUSES = [
  'submitted',
  'returned',
  'accepted',
  'assigned',
  'handling',
  'replied',
  'evaluated',
  'rehandling',
  'tracking',
  'closed',
  'archived',
  'not_accepted',
  'merged',
  'withdrawn',
] as const satisfies readonly SuggestionStatus[]
export const LIGHTS = ['green', 'yellow', 'yellow_card', 'red_card', 'late'] as const
export const TURNS = ['lead_deputy', 'reviewer', 'head', 'government', 'unit', 'unit_leader', 'rater'] as const
export const REPLY_CATEGORIES = [
  'resolved',
  'in_progress',
  'planned',
  'deferred',
  'reference',
] as const satisfies ReplyCategory[]
export const RATINGS = ['satisfied', 'basic', 'unsatisfied'] as const satisfies Rating[]
/** How far publication is (公开进度). */
export const PROGRESS = ['unproposed', 'proposed', 'decided'] as const
export type Progress = (typeof PROGRESS)[number] | ''
export type Light = (typeof LIGHTS)[number] | ''
export type Turn = (typeof TURNS)[number] | ''
/** How the list of suggestions (建议列表) is filtered; each stands in the address under its own name. */
export const suggestionFilters = {
  q: text(),
  status: anyOf(STATUSES),
  turn: oneOf<Turn>(TURNS, ''),
  light: oneOf<Light>(LIGHTS, ''),
  /** Empty: the current term with what was carried over into it; `all`; or one term. */
  term_id: text(),
  carried_over: flag(),
  period: oneOf<Period | ''>(['', 'in_session', 'between'], ''),
  unit_id: text(),
  deputy_id: text(),
  /** 今日可催办 */
  to_urge: flag(),
  /** 催办未回应 */
  urged: flag(),
  key: flag(),
  due_to: day(),
  session_id: text(),
  category: text(),
  reply_category: oneOf<ReplyCategory | ''>(REPLY_CATEGORIES, ''),
  result: oneOf<Rating | ''>(RATINGS, ''),
  publication: oneOf<Progress>(PROGRESS, ''),
  assigned_from: day(),
  assigned_to: day(),
  sort: text(),
  columns: text(),
}
export type SuggestionFilters = FilterValues<typeof suggestionFilters>

/** Those that do not stand in the first row: the fold opens by itself when one is set. */
export const MORE_FILTERS = [
  'category',
  'session_id',
  'period',
  'reply_category',
  'result',
  'publication',
  'assigned_from',
  'assigned_to',
  'due_to',
  'unit_id',
  'to_urge',
  'urged',
  'key',
  'carried_over',
] as const satisfies (keyof SuggestionFilters)[]

/** 届次: the present term unless another one, or all, is asked for. A deputy's or a meeting's matters are its own. */
function termQuery(f: SuggestionFilters) {
  const chosen = f.term_id && f.term_id !== 'all' ? f.term_id : undefined
  const present = !f.term_id && !f.session_id && !f.deputy_id && !f.carried_over
  return {
    term_id: chosen,
    current_term: present || undefined,
    carried_over: f.carried_over || undefined,
  }
}

/** The filters as the server asks for them, for the list and for its export. */
export function suggestionQuery(f: SuggestionFilters) {
  return {
    q: f.q || undefined,
    status: f.status.length > 0 ? f.status : undefined,
    turn: f.turn ? [f.turn] : undefined,
    light: f.light ? [f.light] : undefined,
    ...termQuery(f),
    period: f.period || undefined,
    unit_id: f.unit_id || undefined,
    deputy_id: f.deputy_id || undefined,
    to_urge: f.to_urge || undefined,
    urged: f.urged || undefined,
    key: f.key || undefined,
    due_to: f.due_to || undefined,
    session_id: f.session_id || undefined,
    category: f.category ? [f.category] : undefined,
    reply_category: f.reply_category ? [f.reply_category] : undefined,
    result: f.result ? [f.result] : undefined,
    publication: f.publication ? [f.publication] : undefined,
    assigned_from: f.assigned_from || undefined,
    assigned_to: f.assigned_to || undefined,
    sort: f.sort || undefined,
  }
}
