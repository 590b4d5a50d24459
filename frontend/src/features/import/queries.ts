import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getImport } from '@/api/gen'

export const importKeys = {
  all: ['import'] as const,
  detail: (id: string) => ['import', 'detail', id] as const,
  rows: (id: string) => ['import', 'rows', id] as const,
}

/** An uploaded sheet (导入任务) on its way through the wizard. */
export function useImport(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => importKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getImport({ path: { id: toValue(id) }, signal }),
  })
}
