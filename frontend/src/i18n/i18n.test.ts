import { describe, expect, it } from 'vitest'
import { fill, joinMessages, startI18n } from '.'

describe('texts', () => {
  it('join by file name, so that a door’s file extends the feature’s', () => {
    const all = joinMessages({
      '../zh-CN/suggestion.desk.json': { title: 'b' },
      '../zh-CN/suggestion.json': { status: { draft: '草稿' } },
    })
    expect(all).toEqual({ suggestion: { status: { draft: '草稿' }, desk: { title: 'b' } } })
  })
  it('take named values and show a missing one', () => {
    expect(fill('剩 {n} 个工作日，{x}', (name) => (name === 'n' ? 0 : undefined))).toBe('剩 0 个工作日，{x}')
  })
  it('are found by nested key, filled, and need no escapes', () => {
    const i18n = startI18n({ a: { b: '共 {n} 条 | @ {n}' } }, async () => ({ default: {} }))
    expect(i18n.t('a.b', { n: 3 })).toBe('共 3 条 | @ 3')
  })
})
