import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getGroup, listGroupMembers } from '@/api/gen'

export const groupKeys = {
  all: ['group'] as const,
  lists: ['group', 'list'] as const,
  detail: (id: string) => ['group', 'detail', id] as const,
  members: (id: string, on: string) => ['group', 'members', id, on] as const,
}

export function useGroup(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => groupKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getGroup({ path: { id: toValue(id) }, signal }),
  })
}

/** Members on a day: scores and “four ones” count by the membership on the day of the activity. */
export function useGroupMembers(id: MaybeRefOrGetter<string>, on: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => groupKeys.members(toValue(id), toValue(on))),
    queryFn: ({ signal }) =>
      listGroupMembers({ path: { id: toValue(id) }, query: { on: toValue(on) || undefined }, signal }),
    placeholderData: keepPreviousData,
  })
}
