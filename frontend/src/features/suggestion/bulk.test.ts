import { describe, expect, it, vi } from 'vitest'
import type { BulkResponse } from '@/api/gen'
import { ProblemError } from '@/api/problem'
import { PORTION, portions, reasonOf, runBulk, type BulkRow } from './bulk'

const rows = (n: number): BulkRow[] =>
  Array.from({ length: n }, (_, i) => ({ id: `s${i}`, version: i, title: `件${i}` }))
const answered = (items: { id: string }[], outcome: 'done' | 'refused' = 'done'): BulkResponse =>
  ({
    dry_run: false,
    done: items.length,
    refused: 0,
    items: items.map(({ id }) => ({ id, outcome, version: 9, replayed: false, problem: null })),
  }) as BulkResponse

describe('many at once', () => {
  it('goes out in portions, each under a key of its own, and tells how far it is', async () => {
    const keys: string[] = []
    const progress: number[] = []
    let n = 0
    const send = vi.fn(async (items: object[], _dry: boolean, key: string) => {
      keys.push(key)
      return answered(items as { id: string }[])
    })
    const lines = await runBulk(rows(PORTION + 1), send, {
      dryRun: false,
      each: (row) => ({ task_id: row.id }),
      makeKey: () => `key-${n++}`,
      onProgress: (done) => progress.push(done),
    })
    expect(keys).toEqual(['key-0', 'key-1'])
    expect(progress).toEqual([PORTION, PORTION + 1])
    expect(lines.every((line) => line.outcome === 'done' && line.version === 9)).toBe(true)
    expect(send.mock.calls[0]?.[0][1]).toEqual({ id: 's1', version: 1, task_id: 's1' })
  })

  it('sends a lost portion once more under the same key, and says unknown when that is lost, too', async () => {
    const keys: string[] = []
    const send = async (items: object[], _dry: boolean, key: string) => {
      keys.push(key)
      if ((items as { id: string }[])[0]?.id === 's0') throw new TypeError('network')
      return answered(items as { id: string }[])
    }
    let n = 0
    const lines = await runBulk(rows(PORTION + 1), send, { dryRun: false, makeKey: () => `key-${n++}` })
    expect(keys).toEqual(['key-0', 'key-0', 'key-1'])
    expect(lines[0]?.outcome).toBe('unknown')
    expect(lines.at(-1)?.outcome).toBe('done')
  })

  it('stops where what is said of all is wrong', async () => {
    const send = vi.fn(async () => {
      throw new ProblemError(422, 'validation.failed', '内容有误')
    })
    await expect(runBulk(rows(PORTION * 2), send, { dryRun: true })).rejects.toMatchObject({ status: 422 })
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('tells what was done before it was stopped', async () => {
    let n = 0
    const send = async (items: object[]) => {
      if (n++ === 0) return answered(items as { id: string }[])
      throw new ProblemError(403, 'permission.denied', '无权进行此项操作')
    }
    const lines = await runBulk(rows(PORTION * 3), send, { dryRun: false })
    expect(lines.filter((line) => line.outcome === 'done')).toHaveLength(PORTION)
    const left = lines.filter((line) => line.outcome === 'unknown')
    expect(left).toHaveLength(PORTION * 2)
    expect(left[0]?.reason).toBe('无权进行此项操作')
  })

  it('says why in the words of the problem and of its fields', () => {
    const problem = { title: '版本已更新', detail: '版本已更新', errors: [] }
    expect(reasonOf({ problem } as never)).toBe('版本已更新')
    const fields = { ...problem, errors: [{ detail: '请填写类别' }, { detail: '单位不存在' }] }
    expect(reasonOf({ problem: fields } as never)).toBe('请填写类别 单位不存在')
    expect(reasonOf({ problem: null } as never)).toBeNull()
    expect(portions([1, 2, 3], 2)).toEqual([[1, 2], [3]])
  })
})
