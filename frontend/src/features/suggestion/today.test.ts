import { describe, expect, it } from 'vitest'
import { placeOf } from './today'

describe('placeOf', () => {
  it('leads to where the thing is done', () => {
    expect(placeOf({ kind: 'evaluate', suggestion_id: 'x' }).to).toBe('/suggestions/x/evaluate')
    expect(placeOf({ kind: 'revise', suggestion_id: 'x' }).to).toBe('/write/x')
  })
  it('leads to the suggestion for a kind of a later release', () => {
    expect(placeOf({ kind: 'sing_a_song', suggestion_id: 'x' })).toEqual({ icon: 'paper', to: '/suggestions/x' })
  })
})
