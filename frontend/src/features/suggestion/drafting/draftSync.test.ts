import { describe, expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import { emptyDraft, mergeDrafts, suggestTitle, type DraftContent } from './draft'
import type { DraftStore, LocalDraft } from './draftStore'
import { createDraftSync, type DraftApi } from './draftSync'
import { sendKept } from './sendKept'

const content = (change: Partial<DraftContent>): DraftContent => ({ ...emptyDraft(), ...change })

class Memory implements DraftStore {
  kept = new Map<string, LocalDraft>()
  load = async (id: string) => this.kept.get(id)
  save = async (draft: LocalDraft) => void this.kept.set(draft.localId, structuredClone(draft))
  remove = async (id: string) => void this.kept.delete(id)
  all = async () => [...this.kept.values()]
}

/** A server with versions: an update of an old version is refused, a repeated creation answers the first one. */
class Server implements DraftApi {
  online = true
  created = new Map<string, { id: string; version: number; content: DraftContent }>()
  creations = 0
  loseAnswers = 0
  private check() {
    if (!this.online) throw new TypeError('Failed to fetch')
  }
  create = async (draft: DraftContent, key: string) => {
    this.check()
    const known = this.created.get(key)
    if (!known) {
      this.creations++
      this.created.set(key, { id: `s-${key}`, version: 1, content: draft })
    }
    if (this.loseAnswers-- > 0) throw new TypeError('connection reset')
    return { ...this.created.get(key)! }
  }
  update = async (id: string, version: number, draft: DraftContent) => {
    this.check()
    const record = [...this.created.values()].find((one) => one.id === id)!
    if (record.version !== version) throw new ProblemError(412, 'version.stale', '')
    record.version++
    record.content = draft
    return { ...record }
  }
  read = async (id: string) => {
    this.check()
    return { ...[...this.created.values()].find((one) => one.id === id)! }
  }
}

function setup() {
  const store = new Memory()
  const server = new Server()
  const waiting: Array<{ task: () => void; ms: number }> = []
  const draft: LocalDraft = {
    localId: 'L1',
    accountId: 'a',
    serverId: null,
    version: null,
    base: emptyDraft(),
    content: emptyDraft(),
    changedAt: '',
  }
  const sync = createDraftSync({
    draft,
    store,
    api: server,
    later: (task, ms) => {
      const entry = { task, ms }
      waiting.push(entry)
      return () => void waiting.splice(waiting.indexOf(entry) >>> 0, 1)
    },
    now: () => '2026-03-06T00:00:00Z',
  })
  return { sync, store, server, waiting }
}

describe('draft sync', () => {
  it('keeps what is typed on the device at once and sends it once after a rest', async () => {
    const { sync, store, server, waiting } = setup()
    await sync.edit(content({ title: '关于' }))
    await sync.edit(content({ title: '关于停车的建议' }))
    expect(store.kept.get('L1')?.content.title).toBe('关于停车的建议')
    expect(waiting).toHaveLength(1)
    expect(server.creations).toBe(0)
    expect(await sync.flush()).toBe(true)
    expect(sync.state.value).toBe('saved')
    expect(server.creations).toBe(1)
    expect(store.kept.size).toBe(0)
  })

  it('goes on without network and sends everything when it is back', async () => {
    const { sync, store, server, waiting } = setup()
    server.online = false
    await sync.edit(content({ facts: '离线写的' }))
    expect(await sync.flush()).toBe(false)
    expect(sync.state.value).toBe('local')
    expect(store.kept.get('L1')?.content.facts).toBe('离线写的')
    expect(waiting.at(-1)?.ms).toBe(5_000)
    await sync.edit(content({ facts: '离线写的，又加一句' }))
    server.online = true
    expect(await sync.flush()).toBe(true)
    expect([...server.created.values()][0]?.content.facts).toBe('离线写的，又加一句')
  })

  it('never creates twice when the first answer is lost', async () => {
    const { sync, server } = setup()
    server.loseAnswers = 1
    await sync.edit(content({ title: '关于停车的建议' }))
    expect(await sync.flush()).toBe(false)
    expect(await sync.flush()).toBe(true)
    expect(server.creations).toBe(1)
  })

  it('joins changes of another device to other fields without asking', async () => {
    const { sync, server } = setup()
    await sync.edit(content({ title: '关于停车的建议' }))
    await sync.flush()
    await server.update('s-L1', 1, content({ title: '关于停车的建议', facts: '电脑上写的情况' }))
    await sync.edit(content({ title: '关于停车的建议', analysis: '手机上写的分析' }))
    expect(await sync.flush()).toBe(true)
    expect([...server.created.values()][0]?.content).toMatchObject({
      facts: '电脑上写的情况',
      analysis: '手机上写的分析',
    })
  })

  it('asks when both changed the same field, and sends what was decided', async () => {
    const { sync, server } = setup()
    await sync.edit(content({ title: '关于停车的建议' }))
    await sync.flush()
    await server.update('s-L1', 1, content({ title: '关于停车难的建议' }))
    await sync.edit(content({ title: '关于停车收费的建议' }))
    expect(await sync.flush()).toBe(false)
    expect(sync.state.value).toBe('conflict')
    expect(sync.conflicts.value).toEqual(['title'])
    expect(sync.theirs.value?.title).toBe('关于停车难的建议')
    await sync.resolve(content({ title: '关于停车难的建议' }))
    expect(sync.state.value).toBe('saved')
    expect([...server.created.values()][0]?.content.title).toBe('关于停车难的建议')
  })

  it('does not lose what is typed while a save is on its way', async () => {
    const { sync, server } = setup()
    await sync.edit(content({ title: '一' }))
    const first = sync.flush()
    await sync.edit(content({ title: '一二' }))
    await first
    expect(await sync.flush()).toBe(true)
    expect([...server.created.values()][0]?.content.title).toBe('一二')
  })
})

describe('mergeDrafts', () => {
  it('takes one-sided changes and reports two-sided ones', () => {
    const base = content({ title: 'a', facts: 'a', analysis: 'a' })
    const merge = mergeDrafts(base, { ...base, title: 'b', facts: 'b' }, { ...base, title: 'c', analysis: 'c' })
    expect(merge.conflicts).toEqual(['title'])
    expect(merge.merged).toMatchObject({ title: 'b', facts: 'b', analysis: 'c' })
  })
})

describe('suggestTitle', () => {
  it('gives a title its official form', () => {
    expect(suggestTitle('解决停车难')).toBe('关于解决停车难的建议')
    expect(suggestTitle('关于解决停车难')).toBe('关于解决停车难的建议')
    expect(suggestTitle('关于解决停车难的建议')).toBe('关于解决停车难的建议')
    expect(suggestTitle(' ')).toBe('')
  })
})

describe('what was kept without network', () => {
  it('is sent from the list of drafts; what cannot be sent stays', async () => {
    const { store, server } = setup()
    const kept = (localId: string, title: string): LocalDraft => ({
      localId,
      accountId: 'a',
      serverId: null,
      version: null,
      base: emptyDraft(),
      content: content({ title }),
      changedAt: '2026-06-10T02:00:00Z',
    })
    await store.save(kept('K1', '关于一的建议'))
    await store.save(kept('K2', '关于二的建议'))
    server.online = false
    expect(await sendKept('a', store, server)).toBe(0)
    expect(await store.all()).toHaveLength(2)
    server.online = true
    expect(await sendKept('a', store, server)).toBe(2)
    expect(await store.all()).toHaveLength(0)
    expect(server.created.get('K1')?.content.title).toBe('关于一的建议')
    expect(await sendKept('a', store, server)).toBe(0)
    expect(server.creations).toBe(2)
  })
})
