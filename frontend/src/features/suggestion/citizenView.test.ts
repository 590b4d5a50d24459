import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { citizenView, fieldsOf, findPrivate, maskText, redactionsOf } from './citizenView'

const record = {
  id: 's',
  title: '关于停车的建议',
  facts: '联系人李明，电话13800001111。',
  analysis: '',
  proposals: ['增加泊位', '请找李明'],
  status: 'closed',
  status_label: '办结',
  lead: { name: '王建国' },
  cosigners: [],
  tasks: [{ role: 'lead', tier: 'unit', unit: { name: '住建局' } }],
  replies: [
    {
      id: 'r',
      issued_at: '2026-05-20T09:00:00+08:00',
      unit: { name: '住建局' },
      category: 'resolved',
      category_letter: 'A',
      kind: 'main',
      content: { body: '收悉。', points: [] },
    },
  ],
  feedbacks: [],
  commitments: [],
} as unknown as SuggestionResponse
const part = (name: string, reply_id: string | null = null, redactions: unknown[] = []) =>
  ({ part: name, reply_id, status: 'released', redactions }) as never

describe('redactions', () => {
  it('find every place of a piece, by characters', () => {
    const marks = redactionsOf('李明', 'name', fieldsOf(record, 'text'))
    expect(marks).toEqual([
      { field: 'facts', start: 3, end: 5, kind: 'name' },
      { field: 'proposals/1', start: 2, end: 4, kind: 'name' },
    ])
    expect(maskText(record.facts, 'facts', marks)).toBe('联系人＊＊，电话13800001111。')
  })
  it('see telephone and identity numbers by themselves', () => {
    expect(findPrivate(fieldsOf(record, 'text')).map((one) => one.kind)).toEqual(['phone'])
    expect(findPrivate([{ field: 'facts', text: '身份证110101199001011234' }])[0]?.kind).toBe('id_number')
  })
})

describe('citizenView', () => {
  it('shows nothing without a title, and only what is public with one', () => {
    expect(citizenView(record, [part('status')], [])).toBeNull()
    const title = citizenView(record, [part('title')], [])
    expect([title?.title, title?.facts, title?.replies, title?.status]).toEqual(['关于停车的建议', null, [], null])
  })
  it('shows the letter that was released, masked', () => {
    const marks = [{ field: 'facts', start: 3, end: 5, kind: 'name' }]
    const view = citizenView(record, [part('text', null, marks), part('reply', 'r')], [])
    expect(view?.facts).toContain('＊＊')
    expect(view?.replies).toHaveLength(1)
  })
})
