import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { lightOfCase } from './mine'

const task = (role: string, working_days_left: number | null, finished_at: string | null = null) => ({
  role,
  working_days_left,
  finished_at,
})
const record = (status: string, ...tasks: unknown[]) =>
  ({ status, tasks }) as unknown as Pick<SuggestionResponse, 'status' | 'tasks'>

describe('lightOfCase', () => {
  it('follows the unit that must answer, not a late co-unit or one that has finished', () => {
    const light = lightOfCase(record('handling', task('lead', 20), task('co', -26), task('split', -3, '2026-05-01')))
    expect(light).toEqual({ state: 'normal', days: 20 })
  })
  it('has no unit clock once it is answered', () => {
    expect(lightOfCase(record('replied', task('lead', -3)))).toBeNull()
    expect(lightOfCase(record('closed', task('lead', -3)))).toEqual({ state: 'done' })
    // A rating of 不满意 still waits for the head.
    expect(lightOfCase(record('evaluated', task('lead', -3, '2026-05-01')))).toBeNull()
  })
})
