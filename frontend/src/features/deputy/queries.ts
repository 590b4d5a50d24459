import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getDeputy, getDeputyComposition } from '@/api/gen'

export const deputyKeys = {
  all: ['deputy', 'register'] as const,
  lists: ['deputy', 'register', 'list'] as const,
  detail: (id: string) => ['deputy', 'register', 'detail', id] as const,
  delegations: ['deputy', 'register', 'delegations'] as const,
  composition: (query: object) => ['deputy', 'register', 'composition', query] as const,
}

export function useDeputy(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => deputyKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getDeputy({ path: { id: toValue(id) }, signal }),
  })
}

/** 代表构成统计 on a day. */
export function useComposition(query: MaybeRefOrGetter<{ on?: string; term_id?: string }>) {
  return useQuery({
    queryKey: computed(() => deputyKeys.composition(toValue(query))),
    queryFn: ({ signal }) => getDeputyComposition({ query: toValue(query), signal }),
  })
}
