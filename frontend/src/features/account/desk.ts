import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getAccount } from '@/api/gen'

export const deskAccountKeys = {
  all: ['account', 'desk'] as const,
  lists: ['account', 'desk', 'list'] as const,
  detail: (id: string) => ['account', 'desk', 'detail', id] as const,
}

/** One account with its roles, for administrators. */
export function useAccount(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => deskAccountKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getAccount({ path: { id: toValue(id) }, signal }),
  })
}
