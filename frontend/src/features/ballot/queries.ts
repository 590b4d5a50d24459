import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getBallotRoll, getSupervisionMeeting } from '@/api/gen'

export const meetingKeys = {
  all: ['ballot', 'meeting'] as const,
  lists: ['ballot', 'meeting', 'list'] as const,
  detail: (id: string) => ['ballot', 'meeting', 'detail', id] as const,
  roll: (id: string) => ['ballot', 'meeting', 'roll', id] as const,
}

/** 督办会: agenda, rounds of voting, results. */
export function useMeeting(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => meetingKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getSupervisionMeeting({ path: { id: toValue(id) }, signal }),
    enabled: () => toValue(enabled),
  })
}

/** 名册 of the round that goes on, for those who hold the meeting. */
export function useRoll(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => meetingKeys.roll(toValue(id))),
    queryFn: ({ signal }) => getBallotRoll({ path: { id: toValue(id) }, signal }),
    enabled: () => toValue(enabled),
  })
}
