import { describe, expect, it } from 'vitest'
import { readValue, ruleOf, writeValue } from './value'

describe('setting values', () => {
  it('makes deadline rules of days and months only', () => {
    expect(ruleOf('working_days', 5)).toBe('5wd')
    expect(ruleOf('calendar_days', 7)).toBe('7d')
    expect(ruleOf('months', 3)).toBe('3m')
    expect(ruleOf('times', 3)).toBeNull()
    expect(ruleOf('months', 0)).toBeNull()
  })
  it('reads what was typed by kind', () => {
    expect(readValue('integer', ' 12 ')).toBe(12)
    expect(readValue('integer', '1.5')).toBeUndefined()
    expect(readValue('boolean', 'true')).toBe(true)
    expect(readValue('day_of_year', '8-31')).toBe('08-31')
    expect(readValue('day_of_year', '')).toBeNull()
    expect(readValue('day_of_year', '13-01')).toBeUndefined()
    expect(readValue('choice', 'abc')).toBe('abc')
    expect(writeValue(null)).toBe('')
    expect(writeValue(false)).toBe('false')
  })
})
