import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getPublicDeputy, listPublicDeputies } from '@/api/gen'

export const publicDeputyKeys = {
  lists: ['public', 'deputies'] as const,
  detail: (id: string) => ['public', 'deputy', id] as const,
}

export const searchPublicDeputies = (
  filters: { q: string; town: string; group: string; cursor?: string },
  signal: AbortSignal,
) => {
  const { q, town, group, cursor } = filters
  const query = { q: q || undefined, town_id: town || undefined, group_id: group || undefined, cursor, limit: 60 }
  return listPublicDeputies({ query: query, signal })
}

export function usePublicDeputy(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => publicDeputyKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getPublicDeputy({ path: { id: toValue(id) }, signal }),
  })
}
