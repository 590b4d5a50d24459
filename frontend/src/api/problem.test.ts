import { describe, expect, it } from 'vitest'
import { fieldErrors, fieldOfPointer, problemFrom, problemOf, ProblemError } from './problem'

const answer = (body: unknown, init: ResponseInit) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/problem+json' }, ...init })

describe('problem documents', () => {
  it('become field errors by their pointers', async () => {
    const problem = await problemFrom(
      answer(
        {
          code: 'validation.failed',
          title: '提交内容有误',
          detail: '2 个字段需要修改',
          request_id: 'r-1',
          errors: [
            { pointer: '#/title', code: 'text.too_long', detail: '标题不能超过 50 个字' },
            { pointer: '#/proposals/1/text', code: 'text.required', detail: '请填写' },
          ],
        },
        { status: 422 },
      ),
    )
    expect(problem).toMatchObject({ status: 422, code: 'validation.failed', requestId: 'r-1' })
    expect(fieldErrors(problem, { 'proposals.1.text': 'proposal-2' })).toEqual([
      { field: 'title', message: '标题不能超过 50 个字', code: 'text.too_long' },
      { field: 'proposal-2', message: '请填写', code: 'text.required' },
    ])
  })
  it('without field errors speak for the whole form', () => {
    const problem = new ProblemError(409, 'state.not_allowed', '当前状态不能这样做', '该建议已交办')
    expect(fieldErrors(problem)).toEqual([{ field: '', message: '该建议已交办', code: 'state.not_allowed' }])
  })
  it('keep etag, request id and retry time from the headers', async () => {
    const problem = await problemFrom(
      new Response('<html>', {
        status: 503,
        headers: { 'content-type': 'text/html', 'x-request-id': 'q', 'retry-after': '7', etag: '"4"' },
      }),
    )
    expect(problem).toMatchObject({ code: 'http.503', requestId: 'q', retryAfter: 7, etag: '"4"', transient: true })
  })
  it('tell a broken connection from a bug', () => {
    expect(problemOf(new TypeError('Failed to fetch')).status).toBe(0)
    expect(problemOf(new RangeError('x')).status).toBe(-1)
  })
  it('undo pointer escapes', () => {
    expect(fieldOfPointer('#/a~1b/0/c~0d')).toBe('a/b.0.c~d')
    expect(fieldOfPointer('')).toBe('')
  })
})
