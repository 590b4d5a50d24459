import { describe, expect, it } from 'vitest'
import { assignmentProblems, assignmentsOf, type AssignmentForm } from './assignment'

const unit = (id: string) => ({ id, label: id })
const form = (patch: Partial<AssignmentForm>): AssignmentForm => ({
  way: 'lead',
  lead: [],
  co: [],
  split: [],
  viaGovernment: false,
  ...patch,
})
const t = (key: string) => key

describe('assignment', () => {
  it('is one lead with its co-units', () => {
    expect(assignmentsOf(form({ lead: [unit('a')], co: [unit('b')] })).map((one) => [one.unit_id, one.role])).toEqual([
      ['a', 'lead'],
      ['b', 'co'],
    ])
  })
  it('goes to the government office first when asked', () => {
    expect(assignmentsOf(form({ lead: [unit('gov')], viaGovernment: true }))[0]?.tier).toBe('system')
  })
  it('names what is missing or twice', () => {
    expect(assignmentProblems(form({}), t).map((p) => p.field)).toEqual(['lead'])
    expect(assignmentProblems(form({ lead: [unit('a')], co: [unit('a')] }), t).map((p) => p.message)).toEqual([
      'suggestion.desk.assign.twice',
    ])
    const split = form({
      way: 'split',
      split: [
        { unit: [unit('a')], scope: '道路' },
        { unit: [unit('b')], scope: '' },
      ],
    })
    expect(assignmentProblems(split, t).map((p) => p.message)).toEqual(['suggestion.desk.assign.scope_missing'])
    expect(assignmentProblems({ ...split, split: split.split.slice(0, 1) }, t)).toHaveLength(1)
  })
})
