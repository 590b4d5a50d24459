import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getJson } from '@/api/transport'
import type { ListPage } from '@/api/useListQuery'
import { lightOf, type Light } from '@/ui/deadline'
import type { Mark } from '@/ui/searchMarks'
import { getSuggestion, type SuggestionResponse } from '@/api/gen'
import type { SuggestionStatus } from './words'

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
  lead_deputy: { id?: string | null; name: string }
  lead_units: string[]
  /** Whose turn it is, in words of the server's language. */
  turn: string | null
  due: DueInfo | null
  updated_at: string
  allowed_actions: string[]
  contacts_to_confirm: number
  title_marks?: Mark[]
  snippet?: { text: string; marks: Mark[] } | null
}

/** Something that waits for the deputy (`GET /me/today`), most pressing first. */
export interface WaitingItem {
  kind: string
  label: string
  suggestion_id: string
  version: number
  official_ref: string | null
  title: string
  count: number
  due: DueInfo | null
}

export const suggestionKeys = {
  all: ['suggestion'] as const,
  lists: ['suggestion', 'list'] as const,
  open: ['suggestion', 'list', 'open'] as const,
  today: ['suggestion', 'today'] as const,
  detail: (id: string) => ['suggestion', 'detail', id] as const,
}

export interface MineQuery {
  q: string
  phase: string
  role: string
  cursor?: string
}

export const listMySuggestions = (query: MineQuery, signal: AbortSignal) =>
  getJson<ListPage<MySuggestion>>('/api/v1/suggestions', { ...query, mine: true, limit: 30 }, signal)

/** What waits for me today. */
export function useMyToday() {
  return useQuery({
    queryKey: suggestionKeys.today,
    queryFn: async ({ signal }) => (await getJson<{ items: WaitingItem[] }>('/api/v1/me/today', {}, signal)).items,
  })
}

/** Everything of the deputy that is not finished. */
export function useOpenSuggestions() {
  return useQuery({
    queryKey: suggestionKeys.open,
    queryFn: async ({ signal }) =>
      (await getJson<ListPage<MySuggestion>>('/api/v1/suggestions', { mine: true, phase: 'open', limit: 100 }, signal))
        .items,
  })
}

export function useSuggestion(id: MaybeRefOrGetter<string>) {
  return useQuery({
    enabled: () => toValue(id) !== '',
    queryKey: computed(() => suggestionKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getSuggestion({ path: { id: toValue(id) }, signal }),
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

/** The light of one suggestion from its 360° answer: the task of its units that is most pressing. */
export function lightOfCase(suggestion: SuggestionResponse): Light | null {
  if (['closed', 'archived', 'evaluated'].includes(suggestion.status)) return { state: 'done' }
  const left = suggestion.tasks.map((task) => task.working_days_left).filter((days): days is number => days != null)
  return left.length === 0 ? null : lightOf({ workingDaysLeft: Math.min(...left) })
}
