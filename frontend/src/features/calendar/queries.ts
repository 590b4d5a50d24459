import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { explainDeadline, listCalendarDays, listCalendarYears } from '@/api/gen'

export const calendarKeys = {
  all: ['calendar'] as const,
  years: ['calendar', 'years'] as const,
  year: (year: number) => ['calendar', 'year', year] as const,
  deadline: (start: string, rule: string, kind: string) => ['calendar', 'deadline', start, rule, kind] as const,
}

export function useCalendarYears() {
  return useQuery({ queryKey: calendarKeys.years, queryFn: ({ signal }) => listCalendarYears({ signal }) })
}

export function useCalendarYear(year: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => calendarKeys.year(toValue(year))),
    queryFn: ({ signal }) => listCalendarDays({ query: { year: toValue(year) }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** A deadline that explains itself; asked only when there is a start and a rule or kind. */
export function useDeadline(of: MaybeRefOrGetter<{ start: string; rule?: string; kind?: string }>) {
  return useQuery({
    queryKey: computed(() => {
      const { start, rule = '', kind = '' } = toValue(of)
      return calendarKeys.deadline(start, rule, kind)
    }),
    queryFn: ({ signal }) => {
      const { start, rule, kind } = toValue(of)
      return explainDeadline({ query: { start, rule: rule || undefined, kind: kind || undefined }, signal })
    },
    enabled: () => {
      const { start, rule, kind } = toValue(of)
      return /^\d{4}-\d{2}-\d{2}$/.test(start) && Boolean(rule || kind)
    },
    placeholderData: keepPreviousData,
    retry: false,
  })
}
