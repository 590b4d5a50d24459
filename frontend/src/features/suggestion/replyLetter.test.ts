import { describe, expect, it } from 'vitest'
import type { ReplyDraft, SuggestionResponse } from '@/api/gen'
import { keptPromises, letterTitle, replyGaps, replyParagraphs } from './replyLetter'

const draft = (patch: Partial<ReplyDraft>): ReplyDraft => ({
  category: 'resolved',
  body: '收悉。\n\n现答复如下：',
  points: [],
  contact_name: '张三',
  contact_phone: '0527-1',
  publish_attr: 'active',
  ...patch,
})
const t = (key: string, named?: Record<string, unknown>) => `${key}${named ? JSON.stringify(Object.values(named)) : ''}`

describe('reply', () => {
  it('answers point by point under the proposal’s number', () => {
    const lines = replyParagraphs(
      draft({
        points: [
          { proposal_no: 1, answer: '已新增泊位' },
          { proposal_no: 2, answer: ' ' },
        ],
      }),
      ['增加泊位', '错时开放'],
      t,
    )
    expect(lines).toContain('# suggestion.desk.reply.point[1,"增加泊位"]')
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1)
    expect(lines[0]).toBe('收悉。')
  })
  it('is titled by its official number once it has one', () => {
    expect(letterTitle({ title: '关于停车的建议', official_title: '第063号建议' }, t)).toContain(
      'title_official["第063号建议"]',
    )
    expect(letterTitle({ title: '关于停车的建议', official_title: null }, t)).toContain('reply.title["关于停车的建议"]')
  })
  it('knows what is missing for each category', () => {
    expect(replyGaps(draft({ points: [{ proposal_no: 1, answer: '答' }], evidence_ids: ['f'] }), ['一'])).toEqual([])
    expect(replyGaps(draft({}), [])).toEqual(['evidence'])
    expect(replyGaps(draft({ category: 'planned' }), ['一'])).toEqual(['points', 'promises'])
    expect(replyGaps(draft({ category: 'reference', publish_attr: 'no', contact_phone: '' }), [])).toEqual([
      'reason',
      'contact',
      'publish_reason',
    ])
  })
})

describe('promises that a further letter reports as kept', () => {
  it('are accepted ones of its unit, of any round', () => {
    const promise = (id: string, status = 'accepted', unit = 'u') => ({ id, status, unit: { id: unit } })
    const record = {
      tasks: [{ id: 'second', unit: { id: 'u' } }],
      commitments: [promise('a'), promise('b', 'reported'), promise('c', 'accepted', 'other'), promise('d')],
    } as unknown as SuggestionResponse
    expect(keptPromises(record, 'second').map((one) => one.id)).toEqual(['a', 'd'])
  })
})
