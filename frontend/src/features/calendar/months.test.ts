import { describe, expect, it } from 'vitest'
import { importFormat, monthWeeks, periods, type ListedDay } from './months'

const day = (date: string, kind: ListedDay['kind'], name: string): ListedDay => ({ date, kind, name })

describe('monthWeeks', () => {
  it('starts on Monday and marks rest, holidays and make-up days', () => {
    const listed = new Map([
      ['2026-02-14', day('2026-02-14', 'make_up_workday', '春节')],
      ['2026-02-16', day('2026-02-16', 'holiday', '春节')],
    ])
    const weeks = monthWeeks(2026, 2, listed)
    expect(weeks[0]?.map((cell) => cell?.day ?? null)).toEqual([null, null, null, null, null, null, 1])
    const cells = weeks.flat().filter((cell) => cell !== null)
    expect(cells).toHaveLength(28)
    expect(cells[0]?.kind).toBe('weekend')
    expect(cells[13]).toMatchObject({ date: '2026-02-14', kind: 'make_up_workday' })
    expect(cells[15]).toMatchObject({ kind: 'holiday', name: '春节' })
    expect(cells[16]?.kind).toBe('workday')
  })
  it('has 29 days in a leap February', () => {
    expect(monthWeeks(2028, 2, new Map()).flat().filter(Boolean)).toHaveLength(29)
  })
})

describe('periods', () => {
  it('joins days that follow each other, also over a month’s end', () => {
    const joined = periods([
      day('2026-05-01', 'holiday', '劳动节'),
      day('2026-04-30', 'holiday', '劳动节'),
      day('2026-05-09', 'make_up_workday', '劳动节'),
      day('2026-05-03', 'holiday', '劳动节'),
    ])
    expect(joined.map((p) => [p.from, p.to, p.days])).toEqual([
      ['2026-04-30', '2026-05-01', 2],
      ['2026-05-03', '2026-05-03', 1],
      ['2026-05-09', '2026-05-09', 1],
    ])
  })
})

describe('importFormat', () => {
  it('goes by the name, then by the content', () => {
    expect(importFormat('2027.ICS', '')).toBe('ical')
    expect(importFormat('', '\nBEGIN:VCALENDAR')).toBe('ical')
    expect(importFormat('days.csv', 'date,kind,name')).toBe('csv')
  })
})
