import { describe, expect, it } from 'vitest'
import type { MySuggestion } from './mine'
import { waitingFor } from './today'

const one = (change: Partial<MySuggestion>): MySuggestion => ({
  id: 'x',
  version: 1,
  code: null,
  official_ref: null,
  title: 't',
  status: 'handling',
  my_role: 'lead',
  lead_deputy: { id: 'd', name: 'n' },
  lead_units: [],
  turn: null,
  due: null,
  updated_at: '',
  allowed_actions: [],
  contacts_to_confirm: 0,
  ...change,
})
const due = (on: string) => ({ on, working_days_left: 3, days_late: null })

describe('waitingFor', () => {
  it('follows the allowed actions, not the status alone', () => {
    expect(waitingFor([one({ status: 'replied' })])).toEqual([])
    expect(waitingFor([one({ status: 'replied', allowed_actions: ['evaluate'] })])[0]).toMatchObject({
      kind: 'evaluate',
    })
    expect(waitingFor([one({ status: 'draft', allowed_actions: ['submit'] })])[0]).toMatchObject({ to: '/write/x' })
  })
  it('asks for contacts beside anything else', () => {
    const waiting = waitingFor([one({ status: 'replied', allowed_actions: ['evaluate'], contacts_to_confirm: 2 })])
    expect(waiting.map((w) => [w.kind, w.count])).toEqual([
      ['evaluate', 1],
      ['confirm_contact', 2],
    ])
  })
  it('puts the nearest date first and undated things last', () => {
    const waiting = waitingFor([
      one({ id: 'draft', status: 'draft', allowed_actions: ['submit'] }),
      one({ id: 'later', status: 'replied', allowed_actions: ['evaluate'], due: due('2026-06-10') }),
      one({ id: 'sooner', status: 'replied', allowed_actions: ['evaluate'], due: due('2026-06-01') }),
    ])
    expect(waiting.map((w) => w.id)).toEqual(['sooner', 'later', 'draft'])
  })
})
