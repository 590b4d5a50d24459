import { patiently, pause, Problem, type Patience } from './patience.js'
import type { OpenChange, OpenChangeList, OpenChangesHead, OpenMatter, OpenSuggestionList } from './gen/types.gen.js'

/** What a change means for a copy. `event` is the entry of the feed. */
export type Change =
  | { op: 'upsert'; id: string; data: OpenMatter; event: OpenChange }
  | { op: 'delete'; id: string; event: OpenChange }

/**
 * Where the copy is kept. Both writing methods have to be atomic, matters and cursor together (one transaction): then a
 * process that is killed anywhere goes on without a gap, and nothing is ever applied half.
 */
export interface MirrorStore {
  /** The cursor that was written last; `null` before the first load. */
  cursor(): Promise<string | null>
  /** Everything anew: what is not among the matters goes. Nothing may have changed when `matters` throws. */
  replace(matters: AsyncIterable<OpenMatter>, cursor: string): Promise<void>
  /** Applies changes in their order. Applying the same ones twice must do no harm: upserts and deletes do none. */
  apply(changes: Change[], cursor: string): Promise<void>
}

export interface MirrorOptions extends Pick<Patience, 'signal' | 'onRetry' | 'fetch'> {
  /** Address of the installation. */
  baseUrl: string
  /** `dbk_live_…` or `dbk_test_…`. */
  key: string
  store: MirrorStore
  /** The first load, and the one after a restore of the server: an export (scope `exports:create`), or the pages of the list. */
  load?: 'list' | 'export'
  /** Seconds that the server may hold a request until something changes, 0–25. */
  wait?: number
  /** Ends when there is nothing more to read instead of following for ever. */
  once?: boolean
  /** Told when everything is loaded, and why. */
  onLoad?: (reason: 'first' | 'feed.epoch_changed' | 'feed.expired' | 'feed.sight_changed' | 'cursor.invalid') => void
  /** Told when a page of changes has been applied. */
  onApplied?: (changes: number, seq: number | null) => void
}

/** After these the copy cannot be brought up to date by reading on: the server was restored, the reader was away for more
 * than 400 days, or the key sees something else than before. */
const RELOAD = new Set(['feed.epoch_changed', 'feed.expired', 'feed.sight_changed', 'cursor.invalid'] as const)
type Reload = typeof RELOAD extends Set<infer Code> ? Code : never

/** Reads what the feed says, in order, checking that no number is missing. */
class Feed {
  constructor(readonly options: MirrorOptions) {}

  async get<T>(path: string, query: Record<string, string> = {}, slow = false): Promise<T> {
    return (await (await this.request(path, { query, slow })).json()) as T
  }

  request(path: string, { query = {}, init = {}, slow = false }: { query?: Record<string, string>; init?: RequestInit; slow?: boolean }) {
    const { baseUrl, key, signal, onRetry, fetch } = this.options
    const url = new URL(path, baseUrl)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    // A connection that died without a word is noticed.
    const limit = AbortSignal.timeout(slow ? 60_000 : 120_000)
    const timed: typeof globalThis.fetch = (input, rest) =>
      (fetch ?? globalThis.fetch)(input, { ...rest, signal: AbortSignal.any([limit, ...(signal ? [signal] : [])]) })
    return patiently(
      url,
      { ...init, headers: { Accept: 'application/json', Authorization: `Bearer ${key}`, ...init.headers } },
      { signal, onRetry, fetch: timed, attempts: 8 },
    )
  }
}

/** The matters of all pages of the list. */
async function* fromList(feed: Feed): AsyncGenerator<OpenMatter> {
  let cursor: string | null = null
  do {
    const query: Record<string, string> = { limit: '200', ...(cursor === null ? {} : { cursor }) }
    const page: OpenSuggestionList = await feed.get('/api/v1/open/suggestions', query)
    yield* page.items
    cursor = page.next_cursor ?? null
  } while (cursor !== null)
}

/** The matters of a file of JSON, one a line; fails when there are not as many as promised. */
async function* fromExport(answer: Response, gzip: boolean, rows: number | null): AsyncGenerator<OpenMatter> {
  let bytes = answer.body
  if (!bytes) throw new Error('the export has no content')
  // Most platforms have unpacked it already when it was sent with a Content-Encoding; `identity` is none.
  if (gzip && ['identity', null].includes(answer.headers.get('content-encoding'))) {
    bytes = bytes.pipeThrough(new DecompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>)
  }
  let rest = ''
  let seen = 0
  const decoder = new TextDecoder()
  const lines = function* (text: string, last: boolean): Generator<OpenMatter> {
    const parts = (rest + text).split('\n')
    rest = last ? '' : (parts.pop() ?? '')
    for (const line of parts) {
      if (line === '') continue
      seen += 1
      yield JSON.parse(line) as OpenMatter
    }
  }
  for await (const chunk of bytes) yield* lines(decoder.decode(chunk, { stream: true }), false)
  yield* lines(decoder.decode(), true)
  if (rows !== null && seen !== rows) throw new Error(`the export has ${seen} rows instead of ${rows}`)
}

interface Export {
  id: string
  state: string
  rows: number | null
  cursor: string | null
  gzip: boolean
  file_url: string | null
}

async function loadExport(feed: Feed): Promise<{ matters: AsyncIterable<OpenMatter>; cursor: string }> {
  const asked = await feed.request('/api/v1/open/exports', {
    init: {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ format: 'ndjson', gzip: true }),
    },
  })
  let it = (await asked.json()) as Export
  for (let wait = 200; it.file_url === null || it.state !== 'done'; wait = Math.min(5000, wait * 2)) {
    if (!['waiting', 'queued', 'running', 'done'].includes(it.state)) throw new Error(`the export was given up (${it.state})`)
    await pause(wait, feed.options.signal)
    it = await feed.get<Export>(`/api/v1/open/exports/${it.id}`)
  }
  if (it.cursor === null) throw new Error('the export has no cursor')
  const file = await feed.request(it.file_url, { init: { headers: { Accept: '*/*' } } })
  return { matters: fromExport(file, it.gzip, it.rows), cursor: it.cursor }
}

async function load(feed: Feed): Promise<void> {
  const { store } = feed.options
  if (feed.options.load === 'export') {
    const { matters, cursor } = await loadExport(feed)
    return store.replace(matters, cursor)
  }
  // The place first, the list after it: what changes meanwhile comes again with the feed.
  const head = await feed.get<OpenChangesHead>('/api/v1/open/changes/head')
  return store.replace(fromList(feed), head.cursor)
}

/**
 * Keeps a copy equal to the source: loads everything once, then follows the change feed and applies each change in order.
 * Goes on where it was after a crash; loads everything anew when the server says that reading on is not enough; waits when it
 * is told to (429, 503). Runs until `signal` is aborted, or with `once` until there is nothing more to read.
 */
export async function mirror(options: MirrorOptions): Promise<void> {
  const feed = new Feed(options)
  const { store, signal, once = false } = options
  const wait = once ? 0 : Math.min(25, Math.max(0, options.wait ?? 25))
  let cursor = await store.cursor()
  if (cursor === null) {
    await load(feed)
    options.onLoad?.('first')
    cursor = await store.cursor()
  }
  while (!signal?.aborted) {
    if (cursor === null) throw new Error('the store has forgotten the cursor that it was given')
    let page: OpenChangeList
    try {
      page = await feed.get<OpenChangeList>('/api/v1/open/changes', { after: cursor, limit: '200', wait: String(wait) }, true)
    } catch (error) {
      if (signal?.aborted) return
      if (!(error instanceof Problem) || !RELOAD.has(error.code as Reload)) throw error
      await load(feed)
      options.onLoad?.(error.code as Reload)
      cursor = await store.cursor()
      continue
    }
    const changes = changesOf(page.items)
    if (page.next_cursor !== cursor) await store.apply(changes, page.next_cursor)
    cursor = page.next_cursor
    options.onApplied?.(changes.length, page.items.at(-1)?.seq ?? null)
    if (once && !page.has_more) return
  }
}

/** The entries that mean something for a copy. The numbers have no holes: one would be a lost change. */
export function changesOf(items: OpenChange[]): Change[] {
  const changes: Change[] = []
  for (const [place, event] of items.entries()) {
    const before = items[place - 1]
    if (before && event.seq !== before.seq + 1) {
      throw new Error(`the feed has a hole between ${before.seq} and ${event.seq}`)
    }
    const id = event.resource_id
    if (event.op === 'hidden' || event.resource !== 'suggestion' || id == null) continue
    if (event.op === 'upsert' && event.data) changes.push({ op: 'upsert', id, data: event.data, event })
    else changes.push({ op: 'delete', id, event })
  }
  return changes
}

/** A copy in memory, and the pattern for one in a database. */
export class MemoryStore implements MirrorStore {
  matters = new Map<string, OpenMatter>()
  #cursor: string | null = null

  async cursor(): Promise<string | null> {
    return this.#cursor
  }

  async replace(matters: AsyncIterable<OpenMatter>, cursor: string): Promise<void> {
    const fresh = new Map<string, OpenMatter>()
    for await (const matter of matters) fresh.set(matter.id, matter)
    this.matters = fresh
    this.#cursor = cursor
  }

  async apply(changes: Change[], cursor: string): Promise<void> {
    for (const change of changes) {
      if (change.op === 'upsert') this.matters.set(change.id, change.data)
      else this.matters.delete(change.id)
    }
    this.#cursor = cursor
  }
}
