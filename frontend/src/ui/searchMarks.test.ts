import { describe, expect, it } from 'vitest'
import { markParts, partsOfMarks } from './searchMarks'

const shown = (text: string, query: string) =>
  markParts(text, query)
    .map((p) => (p.hit ? `[${p.text}]` : p.text))
    .join('')

describe('markParts', () => {
  it('marks two-character Chinese words wherever they stand', () => {
    expect(shown('关于解决老城区停车难的建议', '停车')).toBe('关于解决老城区[停车]难的建议')
  })
  it('marks several words, the longer first', () => {
    expect(shown('停车场与停车', '停车 停车场')).toBe('[停车场]与[停车]')
  })
  it('ignores case and full width, and shows the original', () => {
    expect(shown('第６３号 ABC', '63 abc')).toBe('第[６３]号 [ABC]')
  })
  it('takes the server’s marks as they are', () => {
    expect(shown('老城区\u0002停车\u0003难', 'anything')).toBe('老城区[停车]难')
  })
  it('treats pattern characters as text', () => {
    expect(shown('a+b (c)', '+ (c)')).toBe('a[+]b [(c)]')
    expect(shown('<img src=x>', '<img')).toBe('[<img] src=x>')
  })
  it('returns the plain text without a query and nothing for nothing', () => {
    expect(markParts('文本', '')).toEqual([{ text: '文本', hit: false }])
    expect(markParts('', '文')).toEqual([])
  })
})

describe('partsOfMarks', () => {
  it('counts characters as the server does, beyond the basic plane too', () => {
    const parts = partsOfMarks('𠮷林停车难', [{ start: 2, end: 4 }])
    expect(parts).toEqual([
      { text: '𠮷林', hit: false },
      { text: '停车', hit: true },
      { text: '难', hit: false },
    ])
  })
  it('survives marks out of order and out of range', () => {
    const parts = partsOfMarks('abc', [
      { start: 2, end: 9 },
      { start: 1, end: 2 },
      { start: 0, end: 1 },
    ])
    expect(parts.map((p) => p.text).join('')).toBe('abc')
  })
})
