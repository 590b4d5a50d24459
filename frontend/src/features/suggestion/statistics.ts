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
  rating: [
    'met',
    'satisfied',
    'satisfied_or_basic',
    'satisfied_first',
    'satisfied_or_basic_first',
    'attitude',
    'attitude_or_basic',
    'attitude_first',
    'attitude_or_basic_first',
    'unevaluated',
    'unevaluated_first',
    'rehandled',
  ],
  outcome: ['resolved', 'first_resolved', 'implemented', 'promised_then_resolved', 'commitments_kept', 'clean_drafts'],
  openness: ['published', 'recurring', 'deputies_active'],
} as const
type Group = keyof typeof MEASURE_GROUPS | 'other'

/** Shares of which less is better: no bar that praises them. */
const ADVERSE: string[] = [
  'send_back',
  'wrong_assignment',
  'rehandled',
  'recurring',
  'unevaluated',
  'unevaluated_first',
]
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

/** Breakdown (按单位, 按类别, 按乡镇, 按是否重点) and the share it shows a column for. */
export const BREAKDOWNS = ['unit', 'category', 'town', 'key'] as const
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
  town_id: text(),
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

/** The years one can choose: from the first term's to this one and the one that is `chosen`, the latest first. */
export function yearsSince(first: string | null | undefined, today: string, chosen?: number): string[] {
  const last = Number(today.slice(0, 4))
  const start = Math.min(last, Math.max(1990, first ? Number(first.slice(0, 4)) : last - 4))
  const years = Array.from({ length: last - start + 1 }, (_, i) => String(last - i))
  if (!chosen || years.includes(String(chosen))) return years
  return [...years, String(chosen)].sort().reverse()
}

/** What of a number is asked for: those counted, the whole base, or the others. */
export const PARTS = ['numerator', 'denominator', 'rest'] as const
export type Part = (typeof PARTS)[number]

/** The list of just what a number counts, as long as the number says. */
export function behind(
  filters: Partial<StatisticsFilters>,
  days: { from: string; to: string },
  number: { measure?: string; part?: Part; reply_category?: string } = {},
  more: Record<string, string | null | undefined> = {},
) {
  const query = {
    assigned_from: days.from,
    assigned_to: days.to,
    session_id: filters.session_id,
    category: filters.category,
    unit_id: filters.unit_id,
    town_id: filters.town_id,
    key: filters.key ? 'true' : '',
    successors: filters.successors ? 'true' : '',
    ...number,
    ...more,
  }
  const path = number.measure === 'deputies_active' ? '/standing/deputies' : '/standing/matters'
  return {
    path,
    query: Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as Record<string, string>,
  }
}

/** Stands for “none” where an id is asked for. */
export const NO_ID = '00000000-0000-0000-0000-000000000000'

/** One line of the breakdown. */
export interface BreakdownLine {
  id: string
  name: string | null
  measures: MeasuresResponse
}

/** What a line of the breakdown adds to the selection; what has no category or town is asked for as such. */
export function selectionOf(line: BreakdownLine, by: (typeof BREAKDOWNS)[number]): Record<string, string> {
  if (by === 'unit') return { unit_id: line.id }
  if (by === 'category') return { category: line.id || 'none' }
  if (by === 'town') return { town_id: line.id || NO_ID }
  return { key: line.id }
}

export function linesOf(statistics: SuggestionStatistics, by: (typeof BREAKDOWNS)[number]): BreakdownLine[] {
  if (by === 'category') {
    return statistics.categories.map(({ category, measures }) => ({
      id: category ?? '',
      name: category ?? null,
      measures,
    }))
  }
  if (by === 'town') {
    return statistics.towns.map(({ town_id, town, measures }) => ({ id: town_id ?? '', name: town ?? null, measures }))
  }
  if (by === 'key') {
    return statistics.keys.map(({ is_key, measures }) => ({
      id: is_key ? 'true' : 'false',
      name: is_key ? 'key' : 'other',
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
