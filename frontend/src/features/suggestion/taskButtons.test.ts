import { describe, expect, it } from 'vitest'
import type { HandlingTaskResponse } from '@/api/gen'
import { taskButtons } from './taskButtons'

const task = (allowed_actions: string[], ...steps: [string, boolean][]) =>
  ({
    allowed_actions,
    steps: steps.map(([step, done]) => ({ step, label: step, done, waiting_for_others: false })),
  }) as unknown as HandlingTaskResponse

describe('taskButtons', () => {
  it('puts first what the next step asks for', () => {
    const all = ['log_contact', 'draft_reply', 'change_handler', 'request_extension']
    expect(taskButtons(task(all, ['contact', true], ['draft', false])).main).toBe('draft_reply')
    expect(taskButtons(task(all, ['contact', false], ['draft', false])).main).toBe('log_contact')
  })
  it('keeps every allowed command exactly once', () => {
    const all = ['pass_reply', 'return_reply', 'decide_extension']
    const { main, rest } = taskButtons(task(all, ['pre_review', false]))
    expect([main, ...rest].toSorted()).toEqual(all.toSorted())
  })
  it('makes nothing the main thing for who only may do something aside', () => {
    expect(taskButtons(task(['transfer'], ['draft', false]))).toEqual({ main: null, rest: ['transfer'] })
  })
})
