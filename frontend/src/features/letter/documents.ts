import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { listSuggestionDocuments } from '@/api/gen'

/** What may be printed of a matter; asked again when the matter has changed. */
export function useDocuments(id: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['letter', 'documents', toValue(id), toValue(version)] as const),
    queryFn: ({ signal }) => listSuggestionDocuments({ path: { id: toValue(id) }, signal }),
    placeholderData: (before) => before,
  })
}
