import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import en from '@/i18n/en/word.desk.json'
import zh from '@/i18n/zh-CN/word.desk.json'
import { contactBody, signersOf, TASK_STEPS } from './taskSteps'
import { categoryOptions, categoryWord } from './matterCategory'
import { paperFeedbackBody, SIMPLE_STEPS, simpleStep } from './steps'

const record = {
  id: 's',
  lead: { id: 'd1', name: '王建国' },
  cosigners: [
    { deputy: { id: 'd2', name: '李秀英' }, status: 'confirmed' },
    { deputy: { id: 'd3', name: '赵六' }, status: 'invited' },
    { deputy: { id: null, name: '受保护代表' }, status: 'confirmed' },
  ],
  tasks: [],
  urging: [
    { by: 'congress', by_label: '代表工委', interval_wd: 5, last_on: null, next_on: null, allowed: true },
    { by: 'deputy', by_label: '代表', interval_wd: 10, last_on: null, next_on: null, allowed: true },
  ],
  previous: [],
  replies: [{ id: 'r', unit: { name: '住建局' } }],
  ratings_due: [{ reply_id: 'r', on_behalf_of_id: 's', deputy: { id: 'd1', name: '王建国' } }],
  confidential: false,
  names_hidden_from_units: false,
} as unknown as SuggestionResponse
const t = (key: string) => key

describe('commands of a suggestion', () => {
  it('describe a form for every step', () => {
    for (const step of SIMPLE_STEPS) expect(simpleStep(step, record, t).run).toBeTypeOf('function')
  })
  it('ask in which capacity to urge only who has several', () => {
    const names = (urging: SuggestionResponse['urging']) =>
      simpleStep('urge', { ...record, urging }, t).fields.map((field) => field.name)
    expect(names(record.urging)).toEqual(['task_id', 'by', 'text'])
    expect(names(record.urging.slice(0, 1))).toEqual(['task_id', 'text'])
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
        evidence_ids: ['f'],
      }),
    ).toEqual({
      deputy_ids: [],
      kind: 'visit',
      place: '',
      unit_people: [{ name: '张三', post: '副局长', rank: 'deputy_head' }],
      evidence_ids: ['f'],
    })
  })
  it('enter a signed form for the deputy who owes the rating', () => {
    const body = paperFeedbackBody(record, {
      rating: '0',
      attitude: 'satisfied',
      result: 'unsatisfied',
      met: true,
      received_reply_on: '2026-06-01',
      who_replied: '副局长张三',
      complaint: '没有解决',
      scan: ['f'],
    })
    expect(body).toEqual({
      deputy_id: 'd1',
      scan_id: 'f',
      evaluation: {
        reply_id: 'r',
        on_behalf_of_id: 's',
        attitude: 'satisfied',
        result: 'unsatisfied',
        met: true,
        received_reply_on: '2026-06-01',
        who_replied: '副局长张三',
        comment: '没有解决',
      },
    })
  })
  it('store the official word of a category in either language, and keep one that came by import', () => {
    expect(categoryOptions('公安交警', t)[0]).toEqual({ value: '公安交警', label: '公安交警' })
    expect(categoryOptions('城建交通', t).map((one) => one.value)).toContain('城建交通')
    expect(categoryOptions('城建交通', t)).toHaveLength(8)
    expect(categoryWord('城建交通', t)).toBe('suggestion.matter_category.construction')
    expect(categoryWord('公安交警', t)).toBe('公安交警')
  })
})

describe('every button', () => {
  it('has its word in both languages', () => {
    for (const words of [zh, en]) {
      expect(SIMPLE_STEPS.filter((step) => !(step in words.suggestion_step))).toEqual([])
      expect(TASK_STEPS.filter((step) => !(step in words.task_step))).toEqual([])
    }
  })
})
