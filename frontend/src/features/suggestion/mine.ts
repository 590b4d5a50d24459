import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getJson } from '@/api/transport'
import type { ListPage } from '@/api/useListQuery'
import { lightOf, type Light } from '@/ui/deadline'
import type { Origin, PublishConsent, Rating, RepeatedYears, SuggestionStatus } from './words'

export interface DueInfo {
  on: string
  working_days_left: number | null
  days_late: number | null
}

/** A suggestion in a deputy's own list. */
export interface MySuggestion {
  id: string
  version: number
  code: string | null
  official_ref: string | null
  title: string
  status: SuggestionStatus
  my_role: 'lead' | 'cosigner' | 'invited' | null
  lead_deputy: { id: string; name: string }
  lead_units: string[]
  /** Whose turn it is, in words of the server's language. */
  turn: string | null
  due: DueInfo | null
  updated_at: string
  allowed_actions: string[]
  contacts_to_confirm: number
}

export interface Contact {
  id: string
  task_id: string
  task_version: number
  unit: string
  kind: 'phone' | 'visit' | 'meeting' | 'site' | 'wechat' | 'letter'
  face_to_face: boolean
  at: string
  place: string
  unit_people: { name: string; post: string }[]
  deputies: string[]
  summary: string
  my_answer: 'none' | 'confirmed' | 'disputed'
}

export interface ReplyView {
  id: string
  unit: string
  doc_no: string | null
  letter: string
  category_label: string
  issued_at: string | null
  delivered_at: string | null
  round: number
  body: string
  points: { proposal_no: number; answer: string }[]
  pdf_url: string | null
  docx_url: string | null
  my_evaluation: { attitude: Rating; result: Rating; comment: string; submitted_at: string } | null
}

export interface TimelineEntry {
  id: string
  at: string
  kind: string
  title: string
  who: string | null
  note: string | null
}

export interface SuggestionDetail extends MySuggestion {
  facts: string
  analysis: string
  proposals: string[]
  origin: Origin
  repeated_years: RepeatedYears
  publish_consent: PublishConsent
  cosigners: { deputy_id: string; name: string; state: 'invited' | 'confirmed' | 'declined' | 'expired' }[]
  units: { name: string; role: 'lead' | 'co' | 'split'; status_label: string }[]
  contacts: Contact[]
  replies: ReplyView[]
  return_reason: string | null
  pdf_url: string | null
  docx_url: string | null
}

export const suggestionKeys = {
  all: ['suggestion'] as const,
  lists: ['suggestion', 'list'] as const,
  waiting: ['suggestion', 'list', 'waiting'] as const,
  detail: (id: string) => ['suggestion', 'detail', id] as const,
  timeline: (id: string) => ['suggestion', 'detail', id, 'timeline'] as const,
}

export interface MineQuery {
  q: string
  phase: string
  role: string
  cursor?: string
}

export const listMySuggestions = (query: MineQuery, signal: AbortSignal) =>
  getJson<ListPage<MySuggestion>>('/api/v1/suggestions', { ...query, mine: true, limit: 30 }, signal)

/** Everything of the deputy that is not finished: what the “today” page sorts out. */
export function useOpenSuggestions() {
  return useQuery({
    queryKey: suggestionKeys.waiting,
    queryFn: async ({ signal }) =>
      (await getJson<ListPage<MySuggestion>>('/api/v1/suggestions', { mine: true, phase: 'open', limit: 100 }, signal))
        .items,
  })
}

export function useSuggestion(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => suggestionKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getJson<SuggestionDetail>(`/api/v1/suggestions/${toValue(id)}`, {}, signal),
  })
}

export function useTimeline(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => suggestionKeys.timeline(toValue(id))),
    queryFn: async ({ signal }) =>
      (await getJson<{ items: TimelineEntry[] }>(`/api/v1/suggestions/${toValue(id)}/timeline`, {}, signal)).items,
  })
}

/** The light of a suggestion: finished is done, else what the running deadline says. */
export function lightFor(suggestion: { status: SuggestionStatus; due: DueInfo | null }): Light | null {
  const done = ['closed', 'archived', 'evaluated'].includes(suggestion.status)
  if (!suggestion.due && !done) return null
  return lightOf({
    done,
    workingDaysLeft: suggestion.due?.working_days_left,
    daysLate: suggestion.due?.days_late,
  })
}
