import { describe, expect, it } from 'vitest'
import { courseOf, turnText } from './course'
import type { SuggestionResponse } from '@/api/gen'

const t = (key: string) => key.split('.').at(-1) ?? ''
const base = {
  status: 'handling',
  status_label: '办理中',
  round: 1,
  official_no: '第063号',
  lead: { id: 'd', name: '孙惠民' },
  cosigners: [],
  review_remarks: [],
  dues: [{ kind: 'reply', on: '2026-06-08', setting: null, provisional: false }],
  submitted_at: '2026-02-26T09:00:00+08:00',
  accepted_at: '2026-03-02T09:00:00+08:00',
  closed_at: null,
  tasks: [
    {
      id: 't',
      unit: { id: 'u', name: '住建局' },
      role: 'lead',
      round: 1,
      status: 'in_progress',
      send_backs: [],
      assigned_at: '2026-03-06T09:00:00+08:00',
      signed_at: '2026-03-09T09:00:00+08:00',
      contacts: [{ id: 'c', counts: true, at: '2026-04-10T09:00:00+08:00', summary: '现场' }],
    },
  ],
  replies: [
    { id: 'r', unit: { name: '住建局' }, issued_at: '2026-05-20T09:00:00+08:00', category_letter: 'A', doc_no: '12号' },
  ],
  feedbacks: [],
  turns: [
    { who: 'rater', who_label: '评价代表', unit: null, deputy: null, task_id: null, key: 'rate', due_on: '2026-06-10' },
  ],
} as unknown as SuggestionResponse

describe('courseOf', () => {
  it('tells what happened in the order of time and ends with whose turn it is', () => {
    const steps = courseOf(base, t)
    expect(steps.map((s) => s.title)).toEqual([
      'submitted',
      'accepted',
      'assigned',
      'signed',
      'met',
      'replied',
      'turn_text',
    ])
    expect(steps.at(-1)?.state).toBe('current')
    expect(steps.filter((s) => s.state === 'current')).toHaveLength(1)
  })
  it('leaves an unissued reply out and shows a stop', () => {
    const steps = courseOf(
      {
        ...base,
        status: 'withdrawn',
        turns: [],
        replies: [{ ...base.replies[0]!, issued_at: null }],
      } as SuggestionResponse,
      t,
    )
    expect(steps.some((s) => s.title === 'replied')).toBe(false)
    expect(steps.at(-1)).toMatchObject({ state: 'stopped', title: '办理中' })
  })
})

describe('a matter that was sent back', () => {
  it('tells which unit sent it back instead of a day that is no longer its own', () => {
    const first = base.tasks[0]!
    const gone = { ...first, id: 'gone', send_backs: [{ verdict: 'agreed', reason: '不属本局职责' }] } as typeof first
    const notes = courseOf({ ...base, tasks: [gone, first] }, t)
      .filter((step) => step.title === 'assigned')
      .map((step) => step.note)
    expect(notes).toEqual(['sent_back', 'due'])
  })
  it('says that the arbiter decides, not the unit that asked', () => {
    const say = (_: string, named?: Record<string, unknown>) => String(named?.who ?? '')
    const turn = {
      who: 'government',
      who_label: '政府办（督查室）',
      unit: { id: 'u', name: '住建局' },
      key: 'decide_send_back',
    }
    type Turn = SuggestionResponse['turns'][number]
    expect(turnText(turn as Turn, say)).toBe('政府办（督查室）')
    expect(turnText({ ...turn, who: 'unit', key: 'sign' } as Turn, say)).toBe('住建局')
  })
})
