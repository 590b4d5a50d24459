import { describe, expect, it } from 'vitest'
import { lightOf } from './deadline'

describe('lightOf', () => {
  it('counts down in working days and turns at the threshold, inclusive', () => {
    expect(lightOf({ workingDaysLeft: 16 })).toEqual({ state: 'normal', days: 16 })
    expect(lightOf({ workingDaysLeft: 15 })).toEqual({ state: 'due_soon', days: 15 })
    expect(lightOf({ workingDaysLeft: 0 })).toEqual({ state: 'due_soon', days: 0 })
    expect(lightOf({ workingDaysLeft: 6, dueSoonWithin: 5 })).toEqual({ state: 'normal', days: 6 })
  })
  it('is late from the first day, in calendar days when the server says so', () => {
    expect(lightOf({ daysLate: 1, workingDaysLeft: 0 })).toEqual({ state: 'overdue', days: 1 })
    expect(lightOf({ workingDaysLeft: -3 })).toEqual({ state: 'overdue', days: 3 })
  })
  it('lets finished and paused win over any count', () => {
    expect(lightOf({ done: true, daysLate: 9 })).toEqual({ state: 'done' })
    expect(lightOf({ paused: true, workingDaysLeft: -2 })).toEqual({ state: 'paused' })
  })
  it('says nothing where no deadline runs', () => {
    expect(lightOf({})).toBeNull()
  })
})
