import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { awaitingMe } from './awaited'

const me = { id: 'd1', name: '王建国' }
const contact = (id: string, deputies: unknown[], answers: unknown[]) => ({ id, deputies, answers })
const record = {
  id: 's',
  title: '关于停车的建议',
  version: 3,
  tasks: [
    {
      id: 't1',
      unit: { name: '住建局' },
      allowed_actions: ['confirm_contact'],
      contacts: [
        contact('mine', [me], []),
        contact('answered', [me], [{ deputy: me, disputed: null }]),
        contact('another', [{ id: 'd2', name: '李' }], []),
      ],
    },
    { id: 't2', unit: { name: '城管局' }, allowed_actions: [], contacts: [contact('closed', [me], [])] },
  ],
} as unknown as SuggestionResponse

describe('awaitingMe', () => {
  it('finds only what this deputy may still answer', () => {
    expect(awaitingMe(record, ['d0', 'd1']).map((one) => [one.taskId, one.contact.id])).toEqual([['t1', 'mine']])
    expect(awaitingMe(record, [])).toEqual([])
  })
})
