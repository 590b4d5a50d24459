import { describe, expect, it } from 'vitest'
import { doubled, mappingOf, recordLine, summaryOf, unmapped } from './mapping'

const fields = [
  { name: 'name', label: '姓名', required: true, list: false },
  { name: 'units', label: '单位', required: false, list: true },
]

describe('import mapping', () => {
  it('sends columns that mean something and defaults that say something', () => {
    expect(
      mappingOf({
        sheet: '名册',
        header_row: 4,
        fields: { 2: 'name', 3: '' },
        defaults: { elected_on: '2026-01-06', note: ' ' },
      }),
    ).toEqual({
      sheet: '名册',
      header_row: 4,
      columns: [{ column: 2, field: 'name' }],
      defaults: { elected_on: '2026-01-06' },
    })
  })
  it('knows what is missing and what is claimed twice', () => {
    expect(unmapped(fields, { 1: 'units' }, {}).map((f) => f.name)).toEqual(['name'])
    expect(unmapped(fields, {}, { name: '张' })).toEqual([])
    expect(doubled(fields, { 1: 'name', 2: 'name', 3: 'units', 4: 'units' }).map((f) => f.name)).toEqual(['name'])
  })
  it('reads a summary only when there is one', () => {
    expect(summaryOf(null)).toBeNull()
    expect(summaryOf({ total: 3, ok: 2, error: 1, duplicate: 0 })?.ok).toBe(2)
    expect(recordLine({ title: '关于修路的建议', period: 'in_session', term_no: 18, session: '十八届五次' })).toBe(
      '关于修路的建议 · 十八届五次',
    )
    expect(recordLine({ name: '王建国', units: ['住建局'], term: null, flag: true })).toBe('王建国 · 住建局')
  })
})
