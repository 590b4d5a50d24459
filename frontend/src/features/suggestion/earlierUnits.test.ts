import { describe, expect, it } from 'vitest'
import { earlierUnits } from './earlierUnits'

const task = (name: string, status: string, more: object = {}) =>
  ({
    unit: { id: name, name },
    role: 'lead',
    tier: 'unit',
    status,
    assigned_at: '2026-03-06T10:00:00+08:00',
    send_backs: [],
    former_units: [],
    ...more,
  }) as never

describe('earlierUnits', () => {
  it('tells who had it before and why no longer', () => {
    const sentBack = task('县交通局', 'sent_back', {
      send_backs: [{ verdict: 'agreed', reason: '属住建部门职责', decision_reason: '情况属实' }],
    })
    const now = task('县自然资源局', 'signed', {
      assigned_at: '2026-03-12T10:00:00+08:00',
      former_units: [{ id: 'x', name: '县国土局' }],
    })
    expect(earlierUnits({ tasks: [now, sentBack], objections: [] })).toMatchObject([
      { unit: '县交通局', why: 'sent_back', reason: '属住建部门职责', answer: '情况属实' },
      { unit: '县国土局', why: 'moved' },
      { unit: '县自然资源局', why: 'open', reason: null },
    ])
  })
  it('names the objection for which an assignment was recalled', () => {
    const objections = [{ verdict: 'agreed', reason: '应由水利局办理', answer: '同意' }] as never
    expect(earlierUnits({ tasks: [task('县住建局', 'cancelled')], objections })[0]).toMatchObject({
      why: 'recalled',
      reason: '应由水利局办理',
      answer: '同意',
    })
  })
  it('leaves the government office out while it only passes the matter on', () => {
    expect(earlierUnits({ tasks: [task('县政府办', 'in_progress', { tier: 'system' })], objections: [] })).toEqual([])
  })
})
