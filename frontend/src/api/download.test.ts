import { describe, expect, it } from 'vitest'
import { addressOf, fileNameOf } from './download'

describe('fileNameOf', () => {
  it('prefers the encoded name', () => {
    expect(fileNameOf(`attachment; filename="x.xlsx"; filename*=UTF-8''%E5%90%8D%E5%86%8C.xlsx`, 'f')).toBe('名册.xlsx')
    expect(fileNameOf('attachment; filename="roster.csv"', 'f')).toBe('roster.csv')
    expect(fileNameOf(null, 'f')).toBe('f')
  })
})

describe('addressOf', () => {
  it('carries every filter that is set, also those that say no', () => {
    const query = { q: '教育', active: false, kind: ['gov_dept', 'court'], term_id: undefined, sort: '', role: [] }
    const address = addressOf('/api/v1/units/export', query)
    expect([...new URL(address, 'http://x').searchParams]).toEqual([
      ['q', '教育'],
      ['active', 'false'],
      ['kind', 'gov_dept,court'],
    ])
    expect(addressOf('/api/v1/units/export', {})).toBe('/api/v1/units/export')
  })
})
