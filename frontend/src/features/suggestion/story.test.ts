import { describe, expect, it } from 'vitest'
import { replyParagraphs, storySteps } from './story'

const step = (kind: string, on: string | null) => ({ kind, title: kind, on, who: null, days: null, note: null })

describe('storySteps', () => {
  it('marks exactly one step as now while the matter is open', () => {
    const steps = storySteps({
      status: 'handling',
      steps: [
        step('submitted', '2026-02-26'),
        step('assigned', '2026-03-06'),
        step('replied', null),
        step('evaluated', null),
      ],
    })
    expect(steps.map((s) => s.state)).toEqual(['done', 'done', 'current', 'waiting'])
  })
  it('has no current step after the end, and shows a stop as a stop', () => {
    const steps = storySteps({
      status: 'withdrawn',
      steps: [step('submitted', '2026-02-26'), step('withdrawn', '2026-03-01'), step('replied', null)],
    })
    expect(steps.map((s) => s.state)).toEqual(['done', 'stopped', 'waiting'])
  })
})

describe('replyParagraphs', () => {
  it('splits the body and heads every numbered answer', () => {
    expect(
      replyParagraphs(
        { body: '一。\n\n二。', points: [{ proposal_no: 2, answer: '已新增。' }] },
        (n) => `关于第${n}条建议`,
      ),
    ).toEqual(['一。', '二。', '# 关于第2条建议', '已新增。'])
  })
})
