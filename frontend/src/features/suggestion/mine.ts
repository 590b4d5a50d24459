import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import {
  getMyToday,
  getSuggestion,
  listSuggestions,
  type ListSuggestionsData,
  type SuggestionResponse,
  type SuggestionSummary,
} from '@/api/gen'
import { lightOf, type Light } from '@/ui/deadline'

export const suggestionKeys = {
  all: ['suggestion'] as const,
  lists: ['suggestion', 'list'] as const,
  open: ['suggestion', 'list', 'open'] as const,
  today: ['suggestion', 'today'] as const,
  detail: (id: string) => ['suggestion', 'detail', id] as const,
}

type ListQuery = NonNullable<ListSuggestionsData['query']>
export interface MineQuery {
  q: string
  phase: NonNullable<ListQuery['phase']> | ''
  role: NonNullable<ListQuery['role']> | ''
  cursor?: string
}

export const listMySuggestions = ({ q, phase, role, cursor }: MineQuery, signal: AbortSignal) =>
  listSuggestions({
    query: { mine: true, q: q || undefined, phase: phase || undefined, role: role || undefined, cursor, limit: 30 },
    signal,
  })

/** What waits for me today. */
export function useMyToday() {
  return useQuery({
    queryKey: suggestionKeys.today,
    queryFn: async ({ signal }) => (await getMyToday({ signal })).items,
  })
}

/** Everything of the deputy that is not finished. */
export function useOpenSuggestions() {
  return useQuery({
    queryKey: suggestionKeys.open,
    queryFn: async ({ signal }) =>
      (await listSuggestions({ query: { mine: true, phase: 'open', limit: 100 }, signal })).items,
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
export function lightFor(suggestion: Pick<SuggestionSummary, 'status' | 'due'>): Light | null {
  const done = ['closed', 'archived', 'evaluated'].includes(suggestion.status)
  if (!suggestion.due && !done) return null
  return lightOf({
    done,
    workingDaysLeft: suggestion.due?.working_days_left,
    daysLate: suggestion.due?.days_late,
  })
}

/**
 * The light of one suggestion from its 360° answer: of the units that owe an answer the one that is most pressing. Once
 * all have answered no clock of a unit runs any more; a late co-unit is its lead's trouble, not the deputy's.
 */
export function lightOfCase(suggestion: Pick<SuggestionResponse, 'status' | 'tasks'>): Light | null {
  // 已评价 lasts only as long as somebody has to decide on an unsatisfied rating: that is no end.
  if (['closed', 'archived'].includes(suggestion.status)) return { state: 'done' }
  if (!['assigned', 'handling', 'rehandling'].includes(suggestion.status)) return null
  const left = suggestion.tasks
    .filter((task) => task.role !== 'co' && !task.finished_at)
    .map((task) => task.working_days_left)
    .filter((days): days is number => days != null)
  return left.length === 0 ? null : lightOf({ workingDaysLeft: Math.min(...left) })
}
