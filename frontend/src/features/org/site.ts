import { useQuery } from '@tanstack/vue-query'
import { getSite } from '@/api/gen'

/** What every page says about whose congress this is, and whether its data are invented; public. */
export function useSite() {
  return useQuery({
    queryKey: ['site'],
    staleTime: 600_000,
    queryFn: ({ signal }) => getSite({ signal }),
  })
}
