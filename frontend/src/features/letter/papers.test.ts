import { describe, expect, it } from 'vitest'
import { acceptanceOf, monthOf, paperFilters, selectionOf, yearOf } from './papers'
import { parseFilters } from '@/api/filters'

const filters = (query: Record<string, string>) => parseFilters(paperFilters, query)

describe('what is printed', () => {
  it('is the present year when nothing is chosen', () => {
    expect(selectionOf(filters({}), '2026-11-23')).toEqual({
      assigned_from: '2026-01-01',
      assigned_to: '2026-12-31',
      sort: 'official_no',
    })
  })
  it('is all of a session, whenever it was assigned', () => {
    const chosen = filters({ session_id: 's', year: '2025', category: '交通', unit_id: 'u' })
    expect(selectionOf(chosen, '2026-11-23')).toEqual({
      session_id: 's',
      category: '交通',
      unit_id: 'u',
      sort: 'official_no',
    })
    expect(acceptanceOf(chosen, '2026-11-23')).toEqual({ session_id: 's' })
  })
  it('takes no year that is none', () => {
    expect(yearOf(filters({ year: '20x6' }), '2026-11-23')).toBe('2026')
    expect(acceptanceOf(filters({ year: '2025' }), '2026-11-23')).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  })
})

describe('the bulletin', () => {
  it('is of the last complete month', () => {
    expect(monthOf(filters({}), '2026-11-23')).toEqual({ year: '2026', month: '10' })
    expect(monthOf(filters({}), '2026-01-05')).toEqual({ year: '2025', month: '12' })
  })
  it('is of the month chosen', () => {
    expect(monthOf(filters({ month: '2026-05' }), '2026-11-23')).toEqual({ year: '2026', month: '5' })
    expect(monthOf(filters({ month: '2026-13' }), '2026-11-23')).toEqual({ year: '2026', month: '10' })
  })
})
