import { describe, expect, it } from 'vitest'
import type { MarkedPartResponse, MarkResponse } from '@/api/gen'
import { coversOf, marksOf, nextMark, openOf, partKey, stretchesOf } from './publicationDesk'

const mark = (start: number, end: number, decision: MarkResponse['decision'] = null): MarkResponse => ({
  start,
  end,
  kind: 'mobile',
  found: true,
  decision,
  reason: null,
  by: null,
  at: null,
})
const part = (marks: MarkResponse[], clear: (boolean | null)[] = []): MarkedPartResponse => ({
  part: 'text',
  reply_id: null,
  barred: null,
  text_sha256: 'x',
  undecided: marks.filter((one) => one.decision === null).length,
  fields: [{ field: 'facts', text: '𠮷电话138，家住2号。', marks }],
  secrecy: clear.map((one) => ({ aspect: 'privacy', clear: one, reviewer: null, note: null, by: null, at: null })),
})

describe('stretchesOf', () => {
  it('cuts by characters, the narrowest mark on top', () => {
    const field = part([mark(3, 6), mark(1, 6, 'cover')]).fields[0]!
    expect(stretchesOf(field).map((one) => [one.text, one.mark?.start ?? null])).toEqual([
      ['𠮷', null],
      ['电话', 1],
      ['138', 3],
      ['，家住2号。', null],
    ])
    expect(stretchesOf({ field: 'facts', text: '', marks: [] })).toEqual([])
  })
})

describe('nextMark', () => {
  const marks = marksOf(part([mark(0, 1, 'cover'), mark(3, 6), mark(9, 11)]))
  it('goes to the next that is undecided, round the end, and back', () => {
    expect(marks.map((one) => one.words)).toEqual(['𠮷', '138', '2号'])
    expect(nextMark(marks, null)).toBe('facts:3-6')
    expect(nextMark(marks, 'facts:3-6')).toBe('facts:9-11')
    expect(nextMark(marks, 'facts:9-11')).toBe('facts:3-6')
    expect(nextMark(marks, 'facts:9-11', -1)).toBe('facts:3-6')
    expect(nextMark([], null)).toBe(null)
    const done = marks.map((one) => ({ ...one, decision: 'cover' as const }))
    expect(nextMark(done, 'facts:0-1')).toBe('facts:3-6')
  })
})

describe('coversOf', () => {
  it('finds every place, by characters', () => {
    const fields = [{ field: 'body', text: '𠮷李明与李明' }]
    expect(coversOf('李明', 'name', fields)).toEqual([
      { field: 'body', start: 1, end: 3, kind: 'name', decision: 'cover' },
      { field: 'body', start: 4, end: 6, kind: 'name', decision: 'cover' },
    ])
    expect(coversOf('', 'name', fields)).toEqual([])
  })
})

describe('openOf', () => {
  it('asks for marks first, then for the review', () => {
    expect(openOf(part([mark(0, 1)], [true]))).toBe('marks')
    expect(openOf(part([], [true, null]))).toBe('review')
    expect(openOf(part([], [true, false]))).toBe('refused')
    expect(openOf(part([], [true, true]))).toBe(null)
  })
})

it('a part is named in the address', () => {
  expect(partKey('text')).toBe('text')
  expect(partKey('reply', 'r1')).toBe('reply-r1')
})
