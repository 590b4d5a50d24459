import { describe, expect, it } from 'vitest'
import { follow, neighbours } from './trail'

describe('from matter to matter', () => {
  it('knows what stands before and after in the list that one came through', () => {
    follow(['a', 'b', 'c'], '/suggestions?status=accepted')
    expect(neighbours('a')).toEqual({ at: 1, of: 3, previous: null, next: 'b' })
    expect(neighbours('c')).toEqual({ at: 3, of: 3, previous: 'b', next: null })
    expect(neighbours('z')).toBeNull()
  })
})
