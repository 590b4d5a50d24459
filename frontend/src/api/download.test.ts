import { describe, expect, it } from 'vitest'
import { fileNameOf } from './download'

describe('fileNameOf', () => {
  it('prefers the encoded name', () => {
    expect(fileNameOf(`attachment; filename="x.xlsx"; filename*=UTF-8''%E5%90%8D%E5%86%8C.xlsx`, 'f')).toBe('名册.xlsx')
    expect(fileNameOf('attachment; filename="roster.csv"', 'f')).toBe('roster.csv')
    expect(fileNameOf(null, 'f')).toBe('f')
  })
})
