import { describe, expect, it } from 'vitest'
import type { VoteItemResponse } from '@/api/gen'
import { choiceOf, itemsOf, percent, plainCode } from './words'

const words = { overall: '总体', unit: (name: string) => `${name}办理工作` }
const choice = {
  overall: true,
  units: [{ id: 'u1', label: '县住建局' }],
  suggestions: [{ id: 's1', label: '关于增设停车位的建议' }],
  both: false,
}

describe('items of a ballot', () => {
  it('stand once each, or twice where handling and result are voted on apart', () => {
    expect(itemsOf(choice, words).map((item) => item.title)).toEqual([
      '总体',
      '县住建局办理工作',
      '关于增设停车位的建议',
    ])
    expect(itemsOf({ ...choice, suggestions: [], both: true }, words).map((item) => item.axis)).toEqual([
      'process',
      'result',
      'process',
      'result',
    ])
  })

  it('keep a title that somebody has written, and are found again', () => {
    const item = { unit_id: 'u1', suggestion_id: null, title: '住建局', subject: 'unit', axis: 'result' }
    const known = [{ ...item, axis: 'process' }, item] as VoteItemResponse[]
    expect(itemsOf({ ...choice, overall: false, suggestions: [] }, words, known)[0]?.title).toBe('住建局')
    expect(choiceOf(known)).toEqual({
      overall: false,
      units: [{ id: 'u1', label: '住建局' }],
      suggestions: [],
      both: true,
    })
  })
})

it('prints shares as the record does', () => {
  expect([percent(690), percent(897), percent(1000), percent(0), percent(null)]).toEqual([
    '69.0%',
    '89.7%',
    '100.0%',
    '0.0%',
    '—',
  ])
})

it('reads a code however it is typed', () => {
  expect(plainCode(' kx7m-2pq9 —wdtr ')).toBe('KX7M2PQ9WDTR')
})
