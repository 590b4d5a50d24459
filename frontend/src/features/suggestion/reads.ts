import { getJson } from '@/api/transport'
import type { SuggestionStatus } from '@/api/gen'

interface Asked<Q> {
  query: Q
  signal?: AbortSignal
}
interface AskedOf {
  path: { id: string }
  signal?: AbortSignal
}
type Query = Record<string, string | number | boolean | string[] | null | undefined>

/** How far a deadline is today, counted by the server (it knows the make-up days). */
export interface TimeLeft {
  on: string
  working_days_left: number | null
  days_late: number | null
  label: string
}
export interface SuggestionSummary {
  id: string
  version: number
  code: string | null
  official_ref: string | null
  title: string
  status: SuggestionStatus
  category: string | null
  lead_deputy: { id: string | null; name: string }
  cosigner_count: number
  lead_units: string[]
  co_units: string[]
  due: TimeLeft | null
  turn: string | null
  is_key: boolean
  confidential: boolean
  submitted_at: string | null
}
interface Page<T> {
  items: T[]
  next_cursor: string | null
  total: number | null
}
/** 建议列表 under a filter, one page. */
export const listSuggestions = ({ query, signal }: Asked<Query>) =>
  getJson<Page<SuggestionSummary>>('/api/v1/suggestions', query, signal)

export interface QueueCount {
  key: string
  label: string
  count: number
  late: number
  oldest_days: number | null
  list: string
  query: string
}
/** 待办队列 of the asking person, and counts by state. */
export const getSuggestionCounts = ({ signal }: { signal?: AbortSignal }) =>
  getJson<{ statuses: { status: string; label: string; count: number }[]; queues: QueueCount[] }>(
    '/api/v1/suggestions/counts',
    {},
    signal,
  )

export interface SimilarSuggestion {
  id: string
  official_ref: string | null
  title: string
  status_label: string
  submitted_on: string | null
  lead_units: string[]
  reply_letter: string | null
}
/** 相似建议 of the past five years. */
export const listSimilarSuggestions = ({ query, signal }: Asked<Query>) =>
  getJson<{ items: SimilarSuggestion[] }>('/api/v1/suggestions/similar', query, signal)

export interface TimelineEntry {
  id: string
  at: string
  title: string
  to_label: string | null
  unit: string | null
  who: string | null
  note: string | null
}
/** 沿革, oldest first. */
export const getSuggestionTimeline = ({ path, signal }: AskedOf) =>
  getJson<{ items: TimelineEntry[] }>(`/api/v1/suggestions/${path.id}/timeline`, {}, signal)

export interface SuggestionDeadline {
  kind: string
  label: string
  unit: string | null
  due_on: string
  setting_label: string | null
  value: string | null
  law: string | null
  provisional: boolean
  steps: string[]
  left: TimeLeft
}
/** 期限及其依据, the matter's and each unit's. */
export const getSuggestionDeadlines = ({ path, signal }: AskedOf) =>
  getJson<{ items: SuggestionDeadline[] }>(`/api/v1/suggestions/${path.id}/deadlines`, {}, signal)

export interface TaskSummary {
  id: string
  suggestion_id: string
  official_ref: string | null
  title: string
  is_key: boolean
  lead_deputy: { id: string | null; name: string }
  unit: { id: string; name: string }
  role_label: string
  status_label: string
  assigned_at: string
  due: TimeLeft | null
  extension_pending: boolean
  remaining_steps: number
  next_step: string | null
}
/** 办理任务 of a queue, one page. */
export const listTasks = ({ query, signal }: Asked<Query>) => getJson<Page<TaskSummary>>('/api/v1/tasks', query, signal)
