import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getPublicHome, getPublicSuggestion, listPublicSuggestions, type ListPublicSuggestionsData } from '@/api/gen'

type ListQuery = NonNullable<ListPublicSuggestionsData['query']>
export interface PublicSearch {
  q: string
  category: string
  year: string
  phase: NonNullable<ListQuery['phase']> | ''
  sort: string
  cursor?: string
}

export const publicKeys = {
  lists: ['public', 'suggestions'] as const,
  detail: (id: string) => ['public', 'suggestion', id] as const,
  home: ['public', 'home'] as const,
}

/** `include` is common to all lists (total, facets) and stands in no list's own parameters. */
const including = (query: ListQuery, include: 'total' | 'facets'): ListQuery => ({ ...query, include }) as ListQuery

export const searchPublicSuggestions = (
  { q, category, year, phase, sort, cursor }: PublicSearch,
  signal: AbortSignal,
) => {
  const query: ListQuery = {
    q: q || undefined,
    category: category ? [category] : undefined,
    year: /^\d{4}$/.test(year) ? Number(year) : undefined,
    phase: phase || undefined,
    sort,
    cursor,
    limit: 20,
  }
  return listPublicSuggestions({ query: including(query, 'facets'), signal })
}

export function usePublicSuggestion(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => publicKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getPublicSuggestion({ path: { id: toValue(id) }, signal }),
  })
}

/** Figures and latest answers in one request: the first page must be quick. */
export function usePublicHome() {
  return useQuery({
    queryKey: publicKeys.home,
    staleTime: 60_000,
    queryFn: ({ signal }) => getPublicHome({ signal }),
  })
}

/** Published suggestions that one deputy led. */
export function usePublicSuggestionsOf(deputyId: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...publicKeys.lists, 'of', toValue(deputyId)]),
    queryFn: ({ signal }) =>
      listPublicSuggestions({ query: including({ deputy_id: toValue(deputyId), limit: 50 }, 'total'), signal }),
  })
}
