import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getUnit, listJurisdictions, listTerms } from '@/api/gen'

export const orgKeys = {
  all: ['org'] as const,
  terms: ['org', 'terms'] as const,
  sessions: ['org', 'sessions'] as const,
  jurisdictions: ['org', 'jurisdictions'] as const,
  constituencies: ['org', 'constituencies'] as const,
  units: ['org', 'units'] as const,
  unit: (id: string) => ['org', 'unit', id] as const,
}

export function useUnit(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => orgKeys.unit(toValue(id))),
    queryFn: ({ signal }) => getUnit({ path: { id: toValue(id) }, signal }),
    enabled: () => toValue(id) !== '',
  })
}

/** Terms (届) as choices of filters; few rows, read once. */
export function useTerms() {
  return useQuery({
    queryKey: orgKeys.terms,
    queryFn: ({ signal }) => listTerms({ query: { limit: 100 }, signal }),
    staleTime: 300_000,
  })
}

/** The whole tree of jurisdictions (辖区): a county with its towns is small. */
export function useJurisdictions() {
  return useQuery({
    queryKey: orgKeys.jurisdictions,
    queryFn: ({ signal }) => listJurisdictions({ query: { limit: 200 }, signal }),
    staleTime: 300_000,
  })
}
