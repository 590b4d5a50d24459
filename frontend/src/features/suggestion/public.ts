import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getJson } from '@/api/transport'
import type { ListPage } from '@/api/useListQuery'
import type { Mark } from '@/ui/searchMarks'
import type { Rating, SuggestionStatus } from './words'

/** A published suggestion as a search result. */
export interface PublicSuggestionSummary {
  id: string
  /** 县十八届人大五次会议第063号建议 */
  reference: string
  title: string
  title_marks: Mark[]
  /** A piece of the text around the hit, when the hit is not in the title. */
  snippet: { text: string; marks: Mark[] } | null
  category: string | null
  /** `null` when progress is not published. */
  status: SuggestionStatus | null
  lead_deputy: string | null
  lead_units: string[]
  submitted_on: string | null
  assigned_on: string | null
  replied_on: string | null
  reply_letter: string | null
  result_rating: Rating | null
}

export interface PublicFacet {
  facet: 'category' | 'year' | 'status'
  value: string
  label: string
  count: number
}

export interface PublicSuggestionList extends ListPage<PublicSuggestionSummary> {
  facets: PublicFacet[]
}

export interface PublicStep {
  kind: string
  title: string
  on: string | null
  who: string | null
  days: number | null
  note: string | null
}

export interface PublicReply {
  id: string
  unit: string
  doc_no: string
  letter: string
  category: string
  issued_on: string
  body: string
  points: { proposal_no: number; answer: string }[]
  signer: string | null
  pdf_url: string | null
  docx_url: string | null
}

export interface PublicPromise {
  text: string
  responsible: string
  due_on: string
  status: 'open' | 'reported' | 'accepted' | 'changed' | 'failed' | 'carried_over'
}

export interface PublicSuggestion extends Omit<PublicSuggestionSummary, 'title_marks' | 'snippet'> {
  facts: string | null
  analysis: string | null
  proposals: string[]
  lead_deputy_id: string | null
  cosigner_count: number
  steps: PublicStep[]
  replies: PublicReply[]
  promises: PublicPromise[]
  evaluation: { attitude: Rating; result: Rating; comment: string | null; on: string } | null
  pdf_url: string | null
  docx_url: string | null
}

/** Figures of one year for the home page. */
export interface PublicFigures {
  year: number
  accepted: number
  answered: number
  answered_on_time_percent: number | null
  resolved: number
  satisfied_percent: number | null
  evaluated: number
}

export interface PublicHome {
  figures: PublicFigures
  recent: PublicSuggestionSummary[]
}

export interface PublicSearch {
  q: string
  category: string
  year: string
  phase: string
  sort: string
  cursor?: string
}

export const publicKeys = {
  lists: ['public', 'suggestions'] as const,
  detail: (id: string) => ['public', 'suggestion', id] as const,
  home: ['public', 'home'] as const,
}

export const searchPublicSuggestions = (query: PublicSearch, signal: AbortSignal) =>
  getJson<PublicSuggestionList>('/api/v1/public/suggestions', { ...query, include: 'facets', limit: 20 }, signal)

export function usePublicSuggestion(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => publicKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getJson<PublicSuggestion>(`/api/v1/public/suggestions/${toValue(id)}`, {}, signal),
  })
}

/** Figures and latest answers in one request: the first page must be quick. */
export function usePublicHome() {
  return useQuery({
    queryKey: publicKeys.home,
    staleTime: 60_000,
    queryFn: ({ signal }) => getJson<PublicHome>('/api/v1/public/home', {}, signal),
  })
}

/** Published suggestions that one deputy led. */
export function usePublicSuggestionsOf(deputyId: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...publicKeys.lists, 'of', toValue(deputyId)]),
    queryFn: ({ signal }) =>
      getJson<ListPage<PublicSuggestionSummary>>(
        '/api/v1/public/suggestions',
        { deputy_id: toValue(deputyId), include: 'total', limit: 50 },
        signal,
      ),
  })
}
