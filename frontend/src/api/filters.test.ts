import { describe, expect, it } from 'vitest'
import { anyOf, day, flag, formatFilters, oneOf, parseFilters, text } from './filters'

const specs = {
  q: text(),
  status: anyOf(['handling', 'replied'] as const),
  sort: oneOf(['-due_on', 'due_on'] as const, '-due_on'),
  late: flag(),
  from: day(),
}

describe('filters in the address', () => {
  it('leave defaults out and come back the same', () => {
    const values = {
      q: '停车',
      status: ['handling', 'replied'],
      sort: 'due_on',
      late: true,
      from: '2026-03-06',
    } as const
    const query = formatFilters(specs, { ...values, status: [...values.status] })
    expect(query).toEqual({ q: '停车', status: 'handling,replied', sort: 'due_on', late: 'true', from: '2026-03-06' })
    expect(parseFilters(specs, query)).toEqual(values)
    expect(formatFilters(specs, parseFilters(specs, {}))).toEqual({})
  })
  it('survive nonsense', () => {
    expect(
      parseFilters(specs, { status: 'x,handling', sort: 'drop table', late: ['true', 'false'], from: '1.3.26' }),
    ).toEqual({
      q: '',
      status: ['handling'],
      sort: '-due_on',
      late: true,
      from: '',
    })
  })
})
