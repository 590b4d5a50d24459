import { describe, expect, it } from 'vitest'
import { keyTone, milestonesOf } from './words'

describe('milestones of a plan', () => {
  it('takes the rows that say something, in their order', () => {
    const form = { text_0: ' 选址 ', due_0: '2026-05-31', text_1: '', due_1: '', text_2: '建成', due_2: '' }
    expect(milestonesOf(form, 3)).toEqual([
      { text: '选址', due: '2026-05-31' },
      { text: '建成', due: '' },
    ])
  })
})

describe('the tone of a state', () => {
  it('tells ends from what goes on', () => {
    expect(['candidate', 'planned', 'closed', 'declined'].map(keyTone)).toEqual(['', 'active', 'ok', ''])
  })
})
