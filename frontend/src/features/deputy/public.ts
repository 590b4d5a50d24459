import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getJson } from '@/api/transport'
import type { ListPage } from '@/api/useListQuery'

/** A deputy as the public may see them: never a telephone or identity number. */
export interface PublicDeputySummary {
  id: string
  name: string
  /** 选区 */
  constituency: string | null
  group: string | null
  delegation: string | null
  /** 单位及职务 */
  occupation: string | null
  level_label: string | null
}

export interface PublicDeputy extends PublicDeputySummary {
  term: string
  gender: string | null
  status: string
  status_label: string
  elected_on: string | null
  suggestions: { id: string; reference: string; title: string; status: string; role: 'lead' | 'cosigner' }[]
  lead_count: number
  cosign_count: number
}

export const publicDeputyKeys = {
  lists: ['public', 'deputies'] as const,
  detail: (id: string) => ['public', 'deputy', id] as const,
}

export const searchPublicDeputies = (query: { q: string; group: string; cursor?: string }, signal: AbortSignal) =>
  getJson<ListPage<PublicDeputySummary>>('/api/v1/public/deputies', { ...query, limit: 60 }, signal)

export function usePublicDeputy(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => publicDeputyKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getJson<PublicDeputy>(`/api/v1/public/deputies/${toValue(id)}`, {}, signal),
  })
}
