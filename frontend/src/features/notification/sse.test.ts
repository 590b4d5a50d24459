import { describe, expect, it } from 'vitest'
import { createEventReader } from './sse'

describe('server-sent events', () => {
  it('are read however the text is cut', () => {
    const reader = createEventReader()
    expect(reader.read('retry: 3000\n\nid: 4\nevent: unre')).toEqual([])
    expect(reader.read('ad\ndata: {"unread":2}\n')).toEqual([])
    expect(reader.read('\n: \n\n')).toEqual([{ id: '4', event: 'unread', data: '{"unread":2}' }])
    expect(reader.lastId).toBe('4')
  })

  it('remember the last id, and join several lines of data', () => {
    const reader = createEventReader()
    const [one, two] = reader.read('id: 7\nevent: notification\ndata: a\ndata: b\n\nevent: unread\ndata: c\n\n')
    expect(one).toEqual({ id: '7', event: 'notification', data: 'a\nb' })
    expect(two).toEqual({ id: '', event: 'unread', data: 'c' })
    expect(reader.lastId).toBe('7')
  })
})
