import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { dueState } from './dueState'

const record = {
  status: 'handling',
  accepted_at: '2026-02-03T09:00:00+08:00',
  assigned_at: '2026-03-05T09:00:00+08:00',
  replied_at: null,
  review_remarks: [],
  ratings_due: [],
  publications: [],
  commitments: [],
  replies: [],
  tasks: [
    { id: 't', status: 'in_progress', signed_at: '2026-03-09T09:00:00+08:00', contacts: [], steps: [], unit: {} },
    { id: 'x', status: 'cancelled', signed_at: null, contacts: [], steps: [], unit: {} },
  ],
} as unknown as SuggestionResponse
const due = (kind: string, task_id: string | null = null, days_late: number | null = 5) =>
  ({ kind, task_id, left: { on: '2026-06-05', label: '', days_late, working_days_left: null } }) as never

describe('dueState', () => {
  it('does not call late what was done in time or is no longer asked', () => {
    expect(dueState(due('accept'), record)).toBe('met')
    expect(dueState(due('sign', 't'), record)).toBe('met')
    expect(dueState(due('object'), record)).toBe('past')
    expect(dueState(due('sign', 'x'), record)).toBe('past')
  })
  it('keeps running what is still owed', () => {
    expect(dueState(due('reply', 't'), record)).toBe('running')
    expect(dueState(due('first_contact', 't'), record)).toBe('running')
    expect(dueState(due('reply'), record)).toBe('running')
  })
})
