import { describe, expect, it } from 'vitest'
import { ageInDays, queueLink } from './queues'

describe('queues', () => {
  it('lead to their filtered list, reviewing to its page', () => {
    expect(queueLink({ key: 'review', list: 'suggestions', query: 'status=submitted' })).toBe('/review')
    expect(queueLink({ key: 'sign', list: 'tasks', query: 'queue=sign' })).toBe('/tasks?queue=sign')
  })
  it('count age in days of the congress', () => {
    expect(ageInDays('2026-11-20T17:00:00Z', '2026-11-22')).toBe(1)
    expect(ageInDays('2026-11-20', '2026-11-22')).toBe(2)
    expect(ageInDays(null, '2026-11-22')).toBeNull()
  })
})
