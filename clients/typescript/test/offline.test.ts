import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { MemoryStore, mirror, patiently, Problem, retryAfter, verifyWebhook, WebhookError, type Retry } from '../src/index.js'

type Answer = { status?: number; headers?: Record<string, string>; body: unknown }

/** A server that answers as it is told to, and remembers what it was asked. */
async function pretend(answer: (url: URL) => Answer, work: (base: string, asked: URL[]) => Promise<void>) {
  const asked: URL[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://pretended')
    asked.push(url)
    const { status = 200, headers = {}, body } = answer(url)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked)
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

const matter = (id: string, version: number) => ({ id, version, title: `第${version}版` })
const entry = (seq: number, op: 'upsert' | 'delete' | 'hidden', id: string | null = null, version = 1) => ({
  seq,
  op,
  type: op === 'hidden' ? null : 'suggestion.changed',
  event_id: null,
  version,
  resource: op === 'hidden' ? null : 'suggestion',
  resource_id: id,
  occurred_at: null,
  data: op === 'upsert' && id ? matter(id, version) : null,
})

test('a copy is loaded, follows upserts and tombstones, and is loaded again in a new epoch', async () => {
  const pages: Record<string, unknown> = {
    c0: {
      items: [entry(1, 'upsert', 'a', 2), entry(2, 'hidden'), entry(3, 'upsert', 'c')],
      next_cursor: 'c3',
      has_more: true,
    },
    c3: { items: [entry(4, 'delete', 'b')], next_cursor: 'c4', has_more: false },
  }
  let restored = false
  const server = (url: URL): Answer => {
    if (url.pathname.endsWith('/changes/head')) return { body: { cursor: restored ? 'd9' : 'c0' } }
    if (url.pathname.endsWith('/suggestions')) {
      if (restored) return { body: { items: [matter('z', 9)], next_cursor: null } }
      const second = url.searchParams.get('cursor') === 'p2'
      if (second) return { body: { items: [matter('b', 1)], next_cursor: null } }
      return { body: { items: [matter('a', 1)], next_cursor: 'p2' } }
    }
    const after = url.searchParams.get('after') ?? ''
    if (restored && after.startsWith('c')) return { status: 409, body: { code: 'feed.epoch_changed', status: 409 } }
    return { body: pages[after] ?? { items: [], next_cursor: after, has_more: false } }
  }
  await pretend(server, async (baseUrl) => {
    const store = new MemoryStore()
    const loads: string[] = []
    const options = { baseUrl, key: 'k', store, once: true, onLoad: (reason: string) => void loads.push(reason) }
    await mirror(options)
    assert.deepEqual([...store.matters.keys()].sort(), ['a', 'c'])
    assert.equal(store.matters.get('a')?.version, 2)
    assert.equal(await store.cursor(), 'c4')
    restored = true
    await mirror(options)
    assert.deepEqual([...store.matters.keys()], ['z'])
    assert.equal(await store.cursor(), 'd9')
    assert.deepEqual(loads, ['first', 'feed.epoch_changed'])
  })
})

test('a load that breaks off changes nothing', async () => {
  const server = (url: URL): Answer => {
    if (url.pathname.endsWith('/changes/head')) return { body: { cursor: 'c0' } }
    if (url.searchParams.has('cursor')) return { status: 403, body: { code: 'key.scope_missing', status: 403 } }
    return { body: { items: [matter('a', 1)], next_cursor: 'p2' } }
  }
  await pretend(server, async (baseUrl) => {
    const store = new MemoryStore()
    const refused = (error: unknown) => error instanceof Problem && error.code === 'key.scope_missing'
    await assert.rejects(mirror({ baseUrl, key: 'k', store, once: true }), refused)
    assert.equal(store.matters.size, 0)
    assert.equal(await store.cursor(), null)
  })
})

test('a hole in the numbers is an error and not a lost change', async () => {
  const server = (url: URL): Answer => {
    if (url.pathname.endsWith('/head')) return { body: { cursor: 'c0' } }
    if (url.pathname.endsWith('/suggestions')) return { body: { items: [], next_cursor: null } }
    return { body: { items: [entry(1, 'hidden'), entry(3, 'hidden')], next_cursor: 'c3', has_more: false } }
  }
  await pretend(server, async (baseUrl) => {
    const copying = mirror({ baseUrl, key: 'k', store: new MemoryStore(), once: true })
    await assert.rejects(copying, /hole between 1 and 3/)
  })
})

test('what says Retry-After is asked again after that time, what is refused is not', async () => {
  let times = 0
  const server = (url: URL): Answer => {
    times += 1
    if (url.pathname === '/refused') return { status: 404, body: { code: 'resource.not_found', status: 404 } }
    if (times === 1) return { status: 429, headers: { 'retry-after': '0' }, body: { code: 'rate.limited' } }
    return { body: { fine: true } }
  }
  await pretend(server, async (base, asked) => {
    const retries: Retry[] = []
    const answer = await patiently(`${base}/x`, {}, { onRetry: (retry) => void retries.push(retry) })
    assert.deepEqual(await answer.json(), { fine: true })
    assert.deepEqual(retries, [{ attempt: 1, wait: 0, reason: 429 }])
    const refused = (error: unknown) => error instanceof Problem && error.status === 404
    await assert.rejects(patiently(`${base}/refused`, {}), refused)
    assert.equal(asked.length, 3)
  })
  const date = new Headers({ 'retry-after': 'Sun, 22 Nov 2026 10:00:10 GMT' })
  assert.equal(retryAfter(new Headers({ 'retry-after': '7' })), 7000)
  assert.equal(retryAfter(date, Date.UTC(2026, 10, 22, 10)), 10_000)
})

test('webhooks: signed with either kind of key, and every way of being wrong', async () => {
  const body = '{"type":"suggestion.answered","ref":"18-5-63"}'
  const now = 1_795_000_000
  const signed = `msg_1.${now}.${body}`
  const secret = Buffer.from('a secret of thirty-two bytes ...')
  const hmac = `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`
  const pair = generateKeyPairSync('ed25519')
  const edward = `v1a,${sign(null, Buffer.from(signed), pair.privateKey).toString('base64')}`
  const open = `whpk_${pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')}`
  const shared = `whsec_${secret.toString('base64')}`
  const headers = (signature: string, timestamp = String(now)) => ({
    'Webhook-Id': 'msg_1',
    'Webhook-Timestamp': timestamp,
    'Webhook-Signature': signature,
  })
  const good = await verifyWebhook<{ ref: string }>({
    body,
    headers: headers(`v1,AAAA ${hmac}`),
    secrets: shared,
    now,
  })
  assert.equal(good.body.ref, '18-5-63')
  assert.equal(good.id, 'msg_1')
  await verifyWebhook({ body: Buffer.from(body), headers: new Headers(headers(edward)), secrets: [shared, open], now })
  const other = `whsec_${Buffer.from('other').toString('base64')}`
  for (const [call, reason] of [
    [{ body: `${body} `, headers: headers(hmac), secrets: shared, now }, 'signature_wrong'],
    [{ body, headers: headers(hmac), secrets: other, now }, 'signature_wrong'],
    [{ body, headers: headers(edward), secrets: shared, now }, 'signature_wrong'],
    [{ body, headers: headers(hmac), secrets: shared, now: now + 301 }, 'too_old'],
    [{ body, headers: headers(hmac), secrets: shared, now: now - 301 }, 'from_the_future'],
    [{ body, headers: headers(hmac, 'soon'), secrets: shared, now }, 'too_old'],
    [{ body, headers: {}, secrets: shared, now }, 'header_missing'],
    [{ body, headers: headers(hmac), secrets: 'password', now }, 'secret_invalid'],
  ] as const) {
    await assert.rejects(verifyWebhook(call), (error) => error instanceof WebhookError && error.reason === reason, reason)
  }
})
