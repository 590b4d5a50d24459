import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import {
  getSuggestionStatistics,
  listCongressSessions,
  type MeasureResponse,
  type MeasuresResponse,
  type SuggestionStatistics,
} from '@/api/gen'
import { day, flag, oneOf, text, type FilterValues } from '@/api/filters'
import { nextSort } from '@/ui/sorting'

/** The official shares (domain specification §3.8.12), in the order of the work: what each group answers. */
export const MEASURE_GROUPS = {
  time: ['on_time', 'on_time_original', 'replied', 'signed_on_time', 'send_back', 'wrong_assignment'],
  rating: ['met', 'satisfied', 'satisfied_or_basic', 'satisfied_first', 'attitude', 'rehandled'],
  outcome: ['resolved', 'first_resolved', 'implemented', 'promised_then_resolved', 'commitments_kept'],
  openness: ['published', 'recurring'],
} as const
type Group = keyof typeof MEASURE_GROUPS | 'other'

/** Shares of which less is better: no bar that praises them. */
const ADVERSE: string[] = ['send_back', 'wrong_assignment', 'rehandled', 'recurring']
export const isAdverse = (key: string) => ADVERSE.includes(key)

/** The shares in their groups; one that this page does not know yet stands at the end instead of vanishing. */
export function groupMeasures(measures: MeasureResponse[]): { group: Group; measures: MeasureResponse[] }[] {
  const find = (key: string) => measures.find((one) => one.key === key)
  const known = Object.entries(MEASURE_GROUPS).map(([group, keys]) => ({
    group: group as Group,
    measures: keys.map(find).filter((one) => one !== undefined),
  }))
  const listed = Object.values(MEASURE_GROUPS).flat() as string[]
  const other = measures.filter((one) => !listed.includes(one.key))
  return [...known, { group: 'other' as const, measures: other }].filter((entry) => entry.measures.length > 0)
}

/** Breakdown (按单位, 按类别) and the share it shows a column for. */
export const BREAKDOWNS = ['unit', 'category'] as const
export const BREAKDOWN_COLUMNS = ['on_time', 'replied', 'met', 'satisfied_or_basic', 'resolved', 'implemented'] as const

/** `all`: every year; `days`: between two chosen days; else a year. */
const isYear = (value: string) => /^(19|20)\d\d$/.test(value)

/** How the page stands in its address. */
export const statisticsFilters = {
  period: {
    parse: (raw: string | null) => (raw && (raw === 'all' || raw === 'days' || isYear(raw)) ? raw : ''),
    format: (value: string) => value || null,
  },
  from: day(),
  to: day(),
  session_id: text(),
  category: text(),
  unit_id: text(),
  key: flag(),
  successors: flag(),
  by: oneOf(BREAKDOWNS, 'unit'),
  sort: text(),
}
export type StatisticsFilters = FilterValues<typeof statisticsFilters>

/** The days of assignment that are measured; `null` when they end before they begin. */
export function assignedDays(filters: StatisticsFilters, today: string): { from: string; to: string } | null {
  if (filters.period === 'all') return { from: '1990-01-01', to: '2100-12-31' }
  if (filters.period === 'days') {
    const from = filters.from || `${today.slice(0, 4)}-01-01`
    const to = filters.to || today
    return from <= to ? { from, to } : null
  }
  const year = filters.period || today.slice(0, 4)
  return { from: `${year}-01-01`, to: `${year}-12-31` }
}

/** The years one can choose: from the first term's to this one, the latest first. */
export function yearsSince(first: string | null | undefined, today: string): string[] {
  const last = Number(today.slice(0, 4))
  const start = Math.min(last, Math.max(1990, first ? Number(first.slice(0, 4)) : last - 4))
  return Array.from({ length: last - start + 1 }, (_, i) => String(last - i))
}

/** States of those that are counted: assigned, and not withdrawn, refused or merged afterwards. */
const COUNTED = 'accepted,assigned,handling,replied,evaluated,rehandling,tracking,closed,archived'

/** The list of just those suggestions that a number counts. */
export function listOf(
  filters: StatisticsFilters,
  days: { from: string; to: string },
  more: Record<string, string | null | undefined> = {},
) {
  const query = {
    assigned_from: days.from,
    assigned_to: days.to,
    status: COUNTED,
    term_id: 'all',
    session_id: filters.session_id,
    category: filters.category,
    unit_id: filters.unit_id,
    key: filters.key ? 'true' : '',
    ...more,
  }
  return { path: '/suggestions', query: Object.fromEntries(Object.entries(query).filter(([, value]) => value)) }
}

/** One line of the breakdown. */
export interface BreakdownLine {
  id: string
  name: string | null
  measures: MeasuresResponse
}

export function linesOf(statistics: SuggestionStatistics, by: (typeof BREAKDOWNS)[number]): BreakdownLine[] {
  if (by === 'category') {
    return statistics.categories.map(({ category, measures }) => ({
      id: category ?? '',
      name: category ?? null,
      measures,
    }))
  }
  // A unit that only assisted answers for none: a line of dashes says nothing.
  return statistics.units
    .filter((measures) => measures.base > 0)
    .map((measures) => ({ id: measures.unit_id ?? '', name: measures.unit ?? null, measures }))
}

export const shareOf = (measures: MeasuresResponse, key: string) => measures.measures.find((one) => one.key === key)

/** Lines by a column (`-on_time`); an empty base has no share and stands last either way. Without a sort: as they came. */
export function sortLines(lines: BreakdownLine[], sort: string): BreakdownLine[] {
  const key = sort.replace(/^-/, '')
  if (!key) return lines
  const value = (line: BreakdownLine) => {
    if (key === 'base') return line.measures.base
    if (key === 'days') return line.measures.days_median ?? null
    return shareOf(line.measures, key)?.percent ?? null
  }
  const sign = sort.startsWith('-') ? -1 : 1
  return [...lines].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return sign * (x - y)
  })
}

/** A first click on a column of figures shows the largest first. */
export const nextFigureSort = (sort: string, asked: string) =>
  sort === asked || sort === `-${asked}` ? nextSort(sort, asked) : `-${asked}`

/** 88.9% as it stands in reports: one decimal, and a dash for an empty base. */
export const percentText = (percent: number | null | undefined) =>
  percent === null || percent === undefined ? '—' : `${percent.toFixed(1)}%`

type Query = NonNullable<Parameters<typeof getSuggestionStatistics>[0]>['query']

/** 办理统计 of what the asking account may read; the old figures stay (marked) while a changed filter is asked for. */
export function useStatistics(query: MaybeRefOrGetter<Query | null>) {
  return useQuery({
    queryKey: computed(() => ['suggestion', 'desk', 'statistics', toValue(query)]),
    queryFn: ({ signal }) => getSuggestionStatistics({ query: toValue(query) ?? {}, signal }),
    placeholderData: keepPreviousData,
    enabled: () => toValue(query) !== null,
  })
}

/** Sessions of the congress (次会议) as choices of the filter; few rows, read once. */
export function useSessionChoices() {
  return useQuery({
    queryKey: ['org', 'sessions', 'choices'],
    queryFn: ({ signal }) => listCongressSessions({ query: { limit: 200 }, signal }),
    staleTime: 300_000,
  })
}
