import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changesOf,
  connect,
  getOpenChangesHead,
  getOpenSuggestion,
  getOpenSuggestionByRef,
  listOpenChanges,
  listOpenSuggestions,
  MemoryStore,
  mirror,
  Problem,
} from '../src/index.js'

const baseUrl = process.env.DAIBIAO_BASE_URL ?? ''
const key = process.env.DAIBIAO_KEY ?? ''
if (!baseUrl || !key) throw new Error('DAIBIAO_BASE_URL and DAIBIAO_KEY: run cargo xtask test --only integrate')
const client = connect(baseUrl, key)

test('a list, a matter by id and by reference, and the place of the feed', async () => {
  const page = await listOpenSuggestions({ client, query: { limit: 5 } })
  assert.equal(page.items.length, 5)
  const first = page.items.find((one) => one.ref)
  assert.ok(first?.ref)
  assert.deepEqual(await getOpenSuggestion({ client, path: { id: first.id } }), first)
  assert.deepEqual(await getOpenSuggestionByRef({ client, path: { reference: first.ref } }), first)
  const head = await getOpenChangesHead({ client })
  assert.ok(head.seq > 0)
  const none = await listOpenChanges({ client, query: { after: head.cursor } })
  assert.deepEqual(none.items, [])
  assert.equal(typeof none.next_cursor, 'string')
})

test('a wrong key is a problem with a code', async () => {
  const stranger = connect(baseUrl, 'dbk_live_nobody')
  const refused = (error: unknown) => error instanceof Problem && error.status === 401
  await assert.rejects(listOpenSuggestions({ client: stranger }), refused)
})

test('the mirror equals the source byte for byte, and the feed from its beginning leads to the same', async () => {
  const store = new MemoryStore()
  await mirror({ baseUrl, key, store, once: true })
  assert.ok(store.matters.size > 10)

  const ids = [...store.matters.keys()].sort()
  for (const id of ids.filter((_, n) => n % 3 === 0)) {
    const url = new URL(`/api/v1/open/suggestions/${id}`, baseUrl)
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${key}` } })
    assert.equal(answer.status, 200)
    assert.equal(JSON.stringify(store.matters.get(id)), await answer.text())
  }

  const replayed = new MemoryStore()
  let after: string | undefined
  for (;;) {
    const page = await listOpenChanges({ client, query: { after, limit: 200 } })
    await replayed.apply(changesOf(page.items), page.next_cursor)
    after = page.next_cursor
    if (!page.has_more) break
  }
  assert.deepEqual([...replayed.matters.keys()].sort(), ids)
  for (const id of ids) assert.equal(JSON.stringify(replayed.matters.get(id)), JSON.stringify(store.matters.get(id)))
})

test('a copy that begins with an export is the same, byte for byte, and goes on with the feed where the file ends', async () => {
  const listed = new MemoryStore()
  await mirror({ baseUrl, key, store: listed, once: true })

  const store = new MemoryStore()
  const asked: string[] = []
  const watched: typeof fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    asked.push(`${init?.method ?? 'GET'} ${url.pathname.replace(/[0-9a-f-]{36}/g, '{id}')}`)
    return fetch(input, init)
  }
  let reason: string | undefined
  await mirror({ baseUrl, key, store, load: 'export', once: true, fetch: watched, onLoad: (why) => (reason = why) })
  assert.equal(reason, 'first')
  assert.equal(asked[0], 'POST /api/v1/open/exports')
  assert.ok(!asked.includes('GET /api/v1/open/suggestions'), asked.join('\n'))
  assert.equal(asked.at(-1), 'GET /api/v1/open/changes')

  assert.ok(store.matters.size > 10)
  assert.deepEqual([...store.matters.keys()].sort(), [...listed.matters.keys()].sort())
  for (const [id, matter] of listed.matters) assert.equal(JSON.stringify(store.matters.get(id)), JSON.stringify(matter))
  // The cursor of the file is one of the feed: reading on needs no second load.
  let reloads = 0
  await mirror({ baseUrl, key, store, load: 'export', once: true, onLoad: () => (reloads += 1) })
  assert.equal(reloads, 0)
})

test('a file that ends too early changes nothing', async () => {
  const store = new MemoryStore()
  const cut: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    const path = new URL(input instanceof Request ? input.url : input).pathname
    if (!/\/exports\/[0-9a-f-]{36}$/.test(path) || !answer.ok) return answer
    const told = (await answer.json()) as { rows: number | null }
    // One more is promised than the file holds.
    return Response.json({ ...told, rows: told.rows === null ? null : told.rows + 1 })
  }
  await assert.rejects(mirror({ baseUrl, key, store, load: 'export', once: true, fetch: cut }), /rows instead of/)
  assert.deepEqual([store.matters.size, await store.cursor()], [0, null])
})

test('following ends when it is told to, while the server is holding the request', async () => {
  const store = new MemoryStore()
  await mirror({ baseUrl, key, store, once: true })
  const stop = new AbortController()
  const following = mirror({ baseUrl, key, store, wait: 25, signal: stop.signal })
  setTimeout(() => stop.abort(), 200)
  await following
})
