import { describe, expect, it } from 'vitest'
import { reviewChecks } from './review'

const doubts = (patch: object) =>
  reviewChecks({
    title: '关于缓解城北停车难的建议',
    facts: '车位不足。',
    analysis: '',
    proposals: ['在人民医院周边新增公共泊位'],
    ...patch,
  })
    .filter((check) => check.doubt)
    .map((check) => check.key)

describe('reviewChecks', () => {
  it('finds nothing in a plain suggestion', () => {
    expect(doubts({})).toEqual([])
  })
  it('points at a title out of form, a telephone number, a pending case, thin proposals', () => {
    expect(doubts({ title: '停车难' })).toContain('title')
    expect(doubts({ facts: '联系人13812345678。' })).toContain('privacy')
    expect(doubts({ facts: '法院已受理。' })).toContain('case_pending')
    expect(doubts({ proposals: ['加强管理'] })).toContain('concrete')
    expect(doubts({ facts: '我厂门前道路' })).toContain('own_matter')
  })
})
