import { describe, expect, it } from 'vitest'
import type { MarkedFileResponse, MarkedPartResponse, MarkResponse } from '@/api/gen'
import {
  coversOf,
  fileState,
  marksOf,
  nextMark,
  openOf,
  partKey,
  placeOf,
  stretchesOf,
  type PlacedMark,
} from './publicationDesk'

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
  files: [],
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

describe('files', () => {
  const file = (over: Partial<MarkedFileResponse>): MarkedFileResponse => ({
    file: { id: 'f', name: '来信.docx', media_type: 'text/plain', size: 9 },
    sha256: 'x',
    readability: 'text',
    cleanable: true,
    needs_look: false,
    suggested_name: '来信',
    findings: [],
    sections: [],
    undecided: 0,
    verdict: null,
    ...over,
  })
  const verdict = {
    publish: true,
    copy: null,
    reason: null,
    looked_by: null,
    by: '李主任',
    at: '2026-05-20T09:30:00+08:00',
  }

  it('says how far the decision has come', () => {
    expect(fileState(file({}))).toBe('open')
    expect(fileState(file({ undecided: 2 }))).toBe('marks')
    expect(fileState(file({ cleanable: false, readability: 'encrypted' }))).toBe('inside')
    expect(fileState(file({ verdict }))).toBe('publish')
    expect(fileState(file({ verdict: { ...verdict, publish: false } }))).toBe('keep')
  })

  it('tells page and line of a mark, counted in characters', () => {
    const text = '第一行😀\n第二行\n电话13857212345'
    const mark = { start: 11, end: 22, kind: 'mobile', found: true, decision: null, reason: null, by: null, at: null }
    const section = { field: '1', place: 'page' as const, label: '3', text, marks: [mark] }
    const [placed] = marksOf({ fields: [section] })
    const t = (key: string, named: Record<string, unknown>) =>
      `${key.split('.').pop()} ${Object.values(named).join(' ')}`
    expect(placed?.words).toBe('13857212345')
    expect(placeOf(placed as PlacedMark, [section], t)).toBe('at page 3 3')
  })
})
