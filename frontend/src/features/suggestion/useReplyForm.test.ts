import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import type { ReplyResponse, SuggestionResponse } from '@/api/gen'
import { useReplyForm } from './useReplyForm'

const record = ref({ title: '关于修路的建议', proposals: ['修路'] } as SuggestionResponse)
const promise = {
  text: '打通断头路',
  responsible: '张三',
  due: '2027-03-31',
  milestones: [{ text: '完成招标', date: '2026-12-31' }],
}

describe('the fields of a letter', () => {
  it('hold the steps of a promise that was written before, and send them again', () => {
    const existing = {
      content: { category: 'in_progress', body: '收悉。', points: [], promises: [promise], publish_attr: 'active' },
      evidence: [],
    } as unknown as ReplyResponse
    const { content } = useReplyForm(
      record,
      () => existing,
      (key) => key,
    )
    expect(content.value.promises).toEqual([promise])
  })

  it('leave out a step without words or without a day', () => {
    const { form, content } = useReplyForm(
      record,
      () => undefined,
      (key) => key,
    )
    form.category = 'in_progress'
    form.promises = [
      {
        ...promise,
        milestones: [...promise.milestones, { text: ' ', date: '2027-01-01' }, { text: '开工', date: '' }],
      },
    ]
    expect(content.value.promises).toEqual([promise])
  })
})
