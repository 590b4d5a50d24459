import { describe, expect, it } from 'vitest'
import type { MeasureResponse, MeasuresResponse } from '@/api/gen'
import { parseFilters } from '@/api/filters'
import {
  assignedDays,
  behind,
  groupMeasures,
  linesOf,
  NO_ID,
  nextFigureSort,
  percentText,
  selectionOf,
  sortLines,
  statisticsFilters,
  yearsSince,
} from './statistics'

const measure = (key: string, percent: number | null = 50): MeasureResponse => ({
  key,
  label: key,
  numerator: 1,
  denominator: 2,
  percent,
})
const measures = (base: number, percent: number | null, days: number | null = null): MeasuresResponse => ({
  base,
  measures: [measure('on_time', percent)],
  unevaluated: 0,
  days_count: 0,
  yellow_cards: 0,
  red_cards: 0,
  by_category: [],
  days_median: days,
})
const at = (query: Record<string, string>) => parseFilters(statisticsFilters, query)

describe('period of the statistics', () => {
  it('is this year unless the address says another, all, or days', () => {
    expect(assignedDays(at({}), '2026-06-10')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    expect(assignedDays(at({ period: '2024' }), '2026-06-10')).toEqual({ from: '2024-01-01', to: '2024-12-31' })
    expect(assignedDays(at({ period: 'all' }), '2026-06-10')?.from).toBe('1990-01-01')
    expect(assignedDays(at({ period: 'nonsense' }), '2026-06-10')?.from).toBe('2026-01-01')
    expect(assignedDays(at({ period: 'days', from: '2026-03-01' }), '2026-06-10')).toEqual({
      from: '2026-03-01',
      to: '2026-06-10',
    })
  })
  it('that ends before it begins is none', () => {
    expect(assignedDays(at({ period: 'days', from: '2026-03-02', to: '2026-03-01' }), '2026-06-10')).toBeNull()
  })
  it('offers the years since the first term', () => {
    expect(yearsSince('2024-01-08', '2026-06-10')).toEqual(['2026', '2025', '2024'])
    expect(yearsSince(null, '2026-06-10')).toHaveLength(5)
    // A year of the address that no term is known of is still the one that is chosen.
    expect(yearsSince('2024-01-08', '2026-06-10', 2015)).toEqual(['2026', '2025', '2024', '2015'])
    expect(yearsSince('2024-01-08', '2026-06-10', 2025)).toEqual(['2026', '2025', '2024'])
    expect(yearsSince('2030-01-01', '2026-06-10')).toEqual(['2026'])
  })
})

describe('shares', () => {
  it('stand in their groups; a new one of the server is not lost', () => {
    const groups = groupMeasures([measure('resolved'), measure('brand_new'), measure('on_time')])
    expect(groups.map((one) => [one.group, one.measures.map((each) => each.key)])).toEqual([
      ['time', ['on_time']],
      ['outcome', ['resolved']],
      ['other', ['brand_new']],
    ])
  })
  it('are written with one decimal, an empty base with a dash', () => {
    expect(percentText(100)).toBe('100.0%')
    expect(percentText(0)).toBe('0.0%')
    expect(percentText(null)).toBe('—')
  })
})

describe('breakdown', () => {
  const lines = linesOf(
    {
      from: '2026-01-01',
      to: '2026-12-31',
      total: measures(0, null),
      categories: [],
      towns: [],
      keys: [],
      units: [
        { ...measures(3, 20, 9), unit_id: 'a', unit: '甲' },
        { ...measures(2, null), unit_id: 'b', unit: '乙' },
        { ...measures(1, 90, 30), unit_id: 'c', unit: '丙' },
        { ...measures(0, null), unit_id: 'd', unit: '只协办' },
      ],
    },
    'unit',
  )
  const order = (sort: string) => sortLines(lines, sort).map((line) => line.id)
  it('sorts by any column, an empty base last either way', () => {
    expect(order('')).toEqual(['a', 'b', 'c'])
    expect(order('-on_time')).toEqual(['c', 'a', 'b'])
    expect(order('on_time')).toEqual(['a', 'c', 'b'])
    expect(order('base')).toEqual(['c', 'b', 'a'])
    expect(order('days')).toEqual(['a', 'c', 'b'])
  })
  it('shows the largest first, then turns round', () => {
    expect(nextFigureSort('', 'base')).toBe('-base')
    expect(nextFigureSort('-base', 'base')).toBe('base')
    expect(nextFigureSort('base', 'base')).toBe('-base')
    expect(nextFigureSort('-days', 'base')).toBe('-base')
  })
  it('keeps what is not classified', () => {
    const statistics = {
      from: '2026-01-01',
      to: '2026-12-31',
      total: measures(1, null),
      units: [],
      categories: [{ category: null, measures: measures(1, null) }],
      towns: [],
      keys: [],
    }
    expect(linesOf(statistics, 'category')[0]).toMatchObject({ id: '', name: null })
  })
})

it('a number leads to the list of what it counts', () => {
  const filters = at({ category: '城建交通', key: 'true' })
  const days = { from: '2026-01-01', to: '2026-12-31' }
  const link = behind(filters, days, { measure: 'on_time', part: 'rest' })
  expect(link.path).toBe('/standing/matters')
  expect(link.query).toMatchObject({
    assigned_from: '2026-01-01',
    category: '城建交通',
    key: 'true',
    measure: 'on_time',
    part: 'rest',
  })
  expect(link.query).not.toHaveProperty('unit_id')
  expect(behind(filters, days, { measure: 'deputies_active' }).path).toBe('/standing/deputies')
  // A line of the breakdown narrows the selection, and a line without a name asks for just those.
  const line = (id: string) => ({ id, name: null, measures: measures(1, null) })
  expect(behind(at({}), days, {}, selectionOf(line('u1'), 'unit')).query).toMatchObject({ unit_id: 'u1' })
  expect(selectionOf(line(''), 'category')).toEqual({ category: 'none' })
  expect(selectionOf(line(''), 'town')).toEqual({ town_id: NO_ID })
  expect(selectionOf(line('false'), 'key')).toEqual({ key: 'false' })
})
