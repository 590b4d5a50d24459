import { describe, expect, it } from 'vitest'
import { attentionLink, dayOf, difference, lightLink, monthBars, periodOf, sentenceParts, signed } from './standing'

describe('the leader’s page', () => {
  it('compares shares only where both have a base', () => {
    expect(difference(88.9, 80)).toBe(8.9)
    expect(difference(77.8, 88.9)).toBe(-11.1)
    expect(difference(null, 80)).toBeNull()
    expect([signed(8.9), signed(-0.5), signed(0)]).toEqual(['+8.9', '−0.5', '±0'])
  })
  it('draws the months up to the last one with something in it, the highest bar full', () => {
    const month = (n: number, assigned: number, replied: number) => ({ month: n, assigned, replied })
    const bars = monthBars([month(1, 0, 0), month(2, 40, 10), month(3, 0, 20), month(4, 0, 0)])
    expect(bars.map((bar) => [bar.month, bar.assignedHeight, bar.repliedHeight])).toEqual([
      [1, 0, 0],
      [2, 100, 25],
      [3, 0, 50],
    ])
    expect(monthBars([month(1, 0, 0)])).toEqual([])
  })
  it('opens the list behind a number', () => {
    expect(attentionLink({ list: 'key_suggestions', query: 'status=candidate' })).toBe(
      '/key-suggestions?status=candidate',
    )
    expect(lightLink('red_card', 'u1')).toEqual({ path: '/tasks', query: { unit_id: 'u1', light: 'red_card' } })
    expect(lightLink('green').query).toEqual({ light: 'green' })
  })
  it('calls the day of an entry by what happened on it', () => {
    expect([dayOf('base'), dayOf('yellow_cards'), dayOf('red_cards'), dayOf('clean_drafts'), dayOf('on_time')]).toEqual(
      ['assigned', 'carded', 'carded', 'reviewed', 'done'],
    )
  })
  it('says this year where the address names no days', () => {
    expect(periodOf({ assigned_from: '', assigned_to: '' }, '2026-06-10')).toEqual({
      from: '2026-01-01',
      to: '2026-12-31',
    })
    expect(periodOf({ assigned_from: '2025-01-01', assigned_to: '' }, '2026-06-10')).toEqual({
      from: '2025-01-01',
      to: '2026-12-31',
    })
  })
  it('takes a sentence apart at the numbers that open lists', () => {
    expect(sentenceParts('{year} 年交办 {assigned} 件。')).toEqual([
      { text: '{year}', slot: 'year' },
      { text: ' 年交办 ', slot: null },
      { text: '{assigned}', slot: 'assigned' },
      { text: ' 件。', slot: null },
    ])
  })
})
