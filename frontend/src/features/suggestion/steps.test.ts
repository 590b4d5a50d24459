import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { contactBody, signersOf } from './taskSteps'
import { SIMPLE_STEPS, simpleStep } from './steps'

const record = {
  id: 's',
  lead: { id: 'd1', name: '王建国' },
  cosigners: [
    { deputy: { id: 'd2', name: '李秀英' }, status: 'confirmed' },
    { deputy: { id: 'd3', name: '赵六' }, status: 'invited' },
    { deputy: { id: null, name: '受保护代表' }, status: 'confirmed' },
  ],
  tasks: [],
  confidential: false,
  names_hidden_from_units: false,
} as unknown as SuggestionResponse
const t = (key: string) => key

describe('commands of a suggestion', () => {
  it('describe a form for every step', () => {
    for (const step of SIMPLE_STEPS) expect(simpleStep(step, record, t).run).toBeTypeOf('function')
  })
  it('offer only signers who confirmed and whose name is shown', () => {
    expect(signersOf(record).map((one) => one.value)).toEqual(['d1', 'd2'])
  })
  it('nest the person who met the deputy', () => {
    expect(
      contactBody({
        kind: 'visit',
        place: null,
        person_name: '张三',
        person_post: '副局长',
        person_rank: 'deputy_head',
      }),
    ).toEqual({
      kind: 'visit',
      place: '',
      unit_people: [{ name: '张三', post: '副局长', rank: 'deputy_head' }],
      evidence_ids: [],
    })
  })
})
