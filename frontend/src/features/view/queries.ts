import { useQuery } from '@tanstack/vue-query'
import { getViews, type ViewListCode } from '@/api/gen'

export const viewKeys = {
  all: ['view'] as const,
  of: (list: ViewListCode) => ['view', list] as const,
}

/** 常用视图 of a list: mine, and what is shared with me. */
export function useViews(list: ViewListCode) {
  return useQuery({
    queryKey: viewKeys.of(list),
    queryFn: async ({ signal }) => (await getViews({ query: { list }, signal })).items,
  })
}
