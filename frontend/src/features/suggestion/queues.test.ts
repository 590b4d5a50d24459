import { describe, expect, it } from 'vitest'
import { ageInDays, queueLink, queuesOf } from './queues'

describe('queues', () => {
  it('show what one may do, as links to the filtered list', () => {
    const mine = queuesOf((capability) => ['suggestion.read', 'task.dispatch'].includes(capability))
    expect(mine.map((queue) => queue.key)).toEqual(['government', 'late', 'soon'])
    expect(mine.map(queueLink)[0]).toBe('/suggestions?turn=government')
  })
  it('count age in days of the congress', () => {
    expect(ageInDays('2026-11-20T17:00:00Z', '2026-11-22')).toBe(1)
    expect(ageInDays('2026-11-20', '2026-11-22')).toBe(2)
    expect(ageInDays(null, '2026-11-22')).toBeNull()
  })
})
