import { describe, expect, it } from 'vitest'
import type { RolloverFigures } from '@/api/gen'
import { carriedOver, FIGURES } from './rolloverFigures'

const figures = Object.fromEntries(
  FIGURES.flatMap(({ rows }) => rows).map((name, place) => [name, place + 1]),
) as unknown as RolloverFigures

describe('figures of a rollover', () => {
  it('shows every one once', () => {
    const shown = FIGURES.flatMap(({ rows }) => rows as readonly string[])
    expect(new Set(shown).size).toBe(shown.length)
    expect(shown).toHaveLength(29)
  })

  it('counts matters, not their promises or key supervision', () => {
    const none = { ...figures, submitted: 0, accepted: 0, handling: 0, replied: 0, evaluated: 0, tracking: 0 }
    expect(carriedOver(none)).toBe(0)
    expect(carriedOver({ ...none, submitted: 2, tracking: 3 })).toBe(5)
  })
})
