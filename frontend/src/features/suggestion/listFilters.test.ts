import { describe, expect, it } from 'vitest'
import { suggestionQuery, type SuggestionFilters } from './listFilters'

const none = { q: '', status: [], term_id: '', session_id: '', deputy_id: '', carried_over: false } as unknown
const asked = (chosen: Partial<SuggestionFilters>) => suggestionQuery({ ...(none as SuggestionFilters), ...chosen })

describe('the term of a list', () => {
  it('is the present one, with what was carried over into it, unless another is asked for', () => {
    expect(asked({})).toMatchObject({ current_term: true, term_id: undefined })
    expect(asked({ term_id: 'all' })).toMatchObject({ current_term: undefined, term_id: undefined })
    expect(asked({ term_id: 't17' })).toMatchObject({ current_term: undefined, term_id: 't17' })
  })

  it('is that of what is asked for besides', () => {
    expect(asked({ session_id: 's' }).current_term).toBeUndefined()
    expect(asked({ deputy_id: 'd' }).current_term).toBeUndefined()
    expect(asked({ carried_over: true })).toMatchObject({ current_term: undefined, carried_over: true })
  })
})
