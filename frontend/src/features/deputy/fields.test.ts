import { describe, expect, it } from 'vitest'
import { statusBody, statusFields } from './fields'

describe('status commands', () => {
  const t = (key: string) => key
  it('ask for a legal ground only where the law names one', () => {
    expect(statusFields(t, 'suspend')[0]?.options).toHaveLength(2)
    expect(statusFields(t, 'confirm').map((f) => f.name)).toEqual(['on', 'document_no', 'note'])
  })
  it('send a vote only when both numbers are there', () => {
    expect(statusBody({ ground: 'recall', in_favour: 21, members: 25 })).toEqual({
      ground: 'recall',
      vote: { in_favour: 21, members: 25 },
    })
    expect(statusBody({ ground: 'death', in_favour: null, members: null })).toEqual({ ground: 'death' })
  })
})
