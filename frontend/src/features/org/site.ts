import { useQuery } from '@tanstack/vue-query'
import { jsonRequest, plainSend } from '@/api/transport'

/** What every page says about whose congress this is; public. */
export interface Site {
  /** e.g. 泗安县人民代表大会常务委员会 */
  congress_name: string
  jurisdiction_name: string
  /** The demo county: every page must say so. */
  demo: boolean
  /** Office telephone of the standing committee. */
  phone?: string | null
}

export function useSite() {
  return useQuery({
    queryKey: ['site'],
    staleTime: 600_000,
    queryFn: async ({ signal }) =>
      (await (await plainSend(jsonRequest('GET', '/api/v1/public/site', undefined, { signal }))).json()) as Site,
  })
}
