import { describe, expect, it } from 'vitest'
import { ofTerm } from './termFilter'

describe('the term of a register', () => {
  it('is the current one unless another one, or all, is asked for', () => {
    expect(ofTerm('')).toEqual({ term_id: undefined, current_term: true })
    expect(ofTerm('all')).toEqual({ term_id: undefined, current_term: undefined })
    expect(ofTerm('t17')).toEqual({ term_id: 't17', current_term: undefined })
  })
})
