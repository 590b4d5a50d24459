import { describe, expect, it } from 'vitest'
import { shareOf, textDiff, type Stretch } from './textDiff'

const brief = (stretches: Stretch[]) =>
  stretches.map(({ kind, text }) => `${{ same: '=', gone: '-', new: '+' }[kind]}${text}`).join('|')
const side = (stretches: Stretch[], kind: 'gone' | 'new') =>
  stretches
    .filter((one) => one.kind === 'same' || one.kind === kind)
    .map((one) => one.text)
    .join('')

describe('textDiff', () => {
  it('names what was taken out and put in', () => {
    expect(brief(textDiff('老城区停车难。请增设车位。', '老城区停车难。请增设六十个车位。'))).toBe(
      '=老城区停车难。请增设|+六十个|=车位。',
    )
    expect(brief(textDiff('甲乙丙', '甲丁丙'))).toBe('=甲|-乙|+丁|=丙')
    expect(brief(textDiff('', '新写的。'))).toBe('+新写的。')
    expect(brief(textDiff('一样。', '一样。'))).toBe('=一样。')
    expect(textDiff('', '')).toEqual([])
  })
  it('never cuts a character beyond the basic plane', () => {
    const stretches = textDiff('𠮷野家门前👨‍👩‍👧堵车', '𠮶野家门前👨‍👩‍👧堵车')
    expect(brief(stretches)).toBe('-𠮷|+𠮶|=野家门前👨‍👩‍👧堵车')
  })
  it('gives both texts back, whatever they are', () => {
    // A small generator with a seed: a failure reads the same every time.
    let seed = 7
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n
    for (let round = 0; round < 300; round++) {
      const text = () => Array.from({ length: next(40) }, () => '停车难。堵\n'[next(6)]).join('')
      const [before, after] = [text(), text()]
      const stretches = textDiff(before, after)
      expect([side(stretches, 'gone'), side(stretches, 'new')]).toEqual([before, after])
    }
  })
  it('ends with long texts that have nothing in common', () => {
    const stretches = textDiff('甲'.repeat(4000), '乙'.repeat(4000))
    expect(shareOf(stretches)).toBe(0)
  })
  it('says how much is the same', () => {
    expect(shareOf(textDiff('甲乙丙丁', '甲乙丙丁'))).toBe(1)
    expect(shareOf(textDiff('甲乙丙丁', '甲乙'))).toBe(0.5)
  })
})
