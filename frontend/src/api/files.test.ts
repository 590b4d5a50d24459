import { describe, expect, it } from 'vitest'
import { refusalOf, sizeText } from './files'

describe('refusalOf', () => {
  it('takes what the store takes, whatever the case of the extension', () => {
    expect(refusalOf({ name: '现场照片.JPG', size: 10 })).toBeNull()
    expect(refusalOf({ name: '办理依据.v2.pdf', size: 50 * 1024 * 1024 })).toBeNull()
  })
  it('names why a file is not sent', () => {
    expect(refusalOf({ name: 'page.html', size: 10 })).toBe('type')
    expect(refusalOf({ name: '没有扩展名', size: 10 })).toBe('type')
    expect(refusalOf({ name: 'a.pdf', size: 0 })).toBe('empty')
    expect(refusalOf({ name: 'a.pdf', size: 50 * 1024 * 1024 + 1 })).toBe('too_large')
  })
})

describe('sizeText', () => {
  it('is short', () => {
    expect([900, 1536, 24 * 1024, 3.2 * 1024 * 1024].map(sizeText)).toEqual(['900 B', '1.5 KB', '24 KB', '3.2 MB'])
  })
})
