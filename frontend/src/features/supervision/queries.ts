import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getKeySuggestion, keySuggestionOptions } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

export const supervisionKeys = {
  all: ['supervision'] as const,
  lists: ['supervision', 'list'] as const,
  detail: (id: string) => ['supervision', 'detail', id] as const,
}

/** 重点督办 of one suggestion: nominations, plan, events, report. */
export function useKeyRecord(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => supervisionKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getKeySuggestion({ path: { id: toValue(id) }, signal }),
  })
}

type Named = { id?: string | null; name: string }
const matching = (all: Named[], q: string): Option[] =>
  all.filter((one) => one.id && one.name.includes(q.trim())).map((one) => ({ id: one.id ?? '', label: one.name }))

/** 领衔督办领导 to choose from. */
export async function searchLeaders(q: string, signal: AbortSignal): Promise<Option[]> {
  return matching((await keySuggestionOptions({ signal })).leaders, q)
}

/** 专（工）委 to choose from. */
export async function searchCommittees(q: string, signal: AbortSignal): Promise<Option[]> {
  return matching((await keySuggestionOptions({ signal })).committees, q)
}
