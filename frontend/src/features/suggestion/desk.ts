import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getSuggestion } from '@/api/gen'

export const caseKeys = {
  all: ['suggestion', 'desk'] as const,
  lists: ['suggestion', 'desk', 'list'] as const,
  counts: ['suggestion', 'desk', 'counts'] as const,
  detail: (id: string) => ['suggestion', 'desk', 'detail', id] as const,
}

/** One suggestion with everything the asking account may see, and what it may do. */
export function useCase(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => caseKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getSuggestion({ path: { id: toValue(id) }, signal }),
    enabled: () => toValue(id) !== '',
  })
}
