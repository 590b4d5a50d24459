#!/usr/bin/env node
// Is my copy equal to the source? 代表之家 · Deputies' Home, for those who mirror it. Node 20, nothing to install.
//
//   KEY=dbk_live_… node check-mirror.mjs --base https://rd.example.gov.cn --mirror copy.ndjson --cursor CURSOR
//
// --mirror   a file or an address of your copy: one status object a line (NDJSON, also .gz), each as you keep it
// --cursor   the cursor that your copy has applied last; the check waits until the source is read up to one place and
//            follows the feed from your cursor to it, so that what happened since your last step is no difference
// --from     an address that answers {"cursor": "…"}, instead of --cursor
// --ignore   members that you do not keep, separated by commas
// --max      differences that are printed, default 20
//
// Exit: 0 equal · 1 missing, stale or extra matters · 2 it could not be checked.

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'

const { values: said } = parseArgs({
  options: {
    base: { type: 'string' }, mirror: { type: 'string' }, cursor: { type: 'string' }, from: { type: 'string' },
    ignore: { type: 'string', default: '' }, max: { type: 'string', default: '20' }, help: { type: 'boolean', default: false },
  },
})
const KEY = process.env.KEY ?? process.env.DAIBIAO_KEY
const IGNORED = new Set(said.ignore.split(',').filter(Boolean))
const RELOAD = { 'feed.epoch_changed': 'the source was restored', 'feed.expired': 'the cursor is older than 400 days', 'feed.sight_changed': 'the key sees something else than the one of the cursor', 'cursor.invalid': 'it is no cursor of this source' }

class Unchecked extends Error {}

if (said.help || !said.base || !said.mirror || !(said.cursor || said.from) || !KEY) {
  console.error('usage: KEY=dbk_… node check-mirror.mjs --base URL --mirror FILE|URL (--cursor CURSOR | --from URL) [--ignore a,b] [--max 20]')
  process.exit(2)
}

async function ask(path, query = {}) {
  const url = new URL(path, said.base)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  for (let attempt = 1; ; attempt += 1) {
    let answer
    try {
      answer = await fetch(url, { headers: { Authorization: `Bearer ${KEY}`, Accept: 'application/json' }, signal: AbortSignal.timeout(60_000) })
    } catch (error) {
      if (attempt > 5) throw new Unchecked(`${url.pathname} cannot be reached: ${error.cause?.message ?? error.message}`)
    }
    if (answer?.ok) return answer.json()
    if (answer && ![429, 502, 503, 504].includes(answer.status)) {
      const problem = await answer.json().catch(() => ({}))
      const why = RELOAD[problem.code]
      if (why) throw new Unchecked(`the cursor leads nowhere, load everything anew: ${why} (${problem.code})`)
      throw new Unchecked(`${url.pathname}: ${problem.code ?? ''} (HTTP ${answer.status}) ${problem.detail ?? ''}`)
    }
    if (attempt > 5) throw new Unchecked(`${url.pathname}: HTTP ${answer?.status}`)
    const wait = Number(answer?.headers.get('retry-after') ?? NaN)
    await new Promise((later) => setTimeout(later, Number.isNaN(wait) ? 500 * 2 ** attempt : wait * 1000))
  }
}

const without = (matter) => Object.fromEntries(Object.entries(matter).filter(([name]) => !IGNORED.has(name)))
const textOf = (matter) => JSON.stringify(IGNORED.size > 0 ? without(matter) : matter)

async function readMirror() {
  const address = /^https?:/.test(said.mirror)
  const answer = address ? await fetch(said.mirror).catch((error) => ({ ok: false, status: error.message })) : null
  if (answer && !answer.ok) throw new Unchecked(`the mirror does not answer: ${answer.status}`)
  let bytes = answer
    ? Buffer.from(await answer.arrayBuffer())
    : await readFile(said.mirror).catch((error) => { throw new Unchecked(`the mirror cannot be read: ${error.message}`) })
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes)
  const copy = new Map()
  for (const [number, line] of bytes.toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue
    let matter
    try { matter = JSON.parse(line) } catch { throw new Unchecked(`line ${number + 1} of the mirror is no JSON`) }
    if (typeof matter.id !== 'string') throw new Unchecked(`line ${number + 1} of the mirror has no id`)
    if (copy.has(matter.id)) throw new Unchecked(`the mirror has ${matter.id} twice`)
    copy.set(matter.id, textOf(matter))
  }
  return copy
}

/** Applies what the feed says from the cursor on, up to its end. */
async function follow(cursor, target) {
  let applied = 0
  for (let after = cursor; ;) {
    const page = await ask('/api/v1/open/changes', { after, limit: '200' })
    for (const [place, entry] of page.items.entries()) {
      if (place > 0 && entry.seq !== page.items[place - 1].seq + 1) throw new Unchecked(`the feed has a hole before ${entry.seq}`)
      if (entry.op === 'upsert') target.set(entry.resource_id, textOf(entry.data))
      else if (entry.op === 'delete') target.delete(entry.resource_id)
      if (entry.op !== 'hidden') applied += 1
    }
    after = page.next_cursor
    if (!page.has_more) return { cursor: after, applied }
  }
}

/** The source as it is at the end of the feed: the list, then what changed while it was read. */
async function readSource() {
  const head = await ask('/api/v1/open/changes/head')
  const source = new Map()
  for (let cursor = null; ;) {
    const page = await ask('/api/v1/open/suggestions', { limit: '200', ...(cursor ? { cursor } : {}) })
    for (const matter of page.items) source.set(matter.id, textOf(matter))
    if (!(cursor = page.next_cursor)) break
  }
  return { source, cursor: head.cursor }
}

function membersThatDiffer(mine, theirs) {
  const [a, b] = [JSON.parse(mine), JSON.parse(theirs)]
  const differing = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
  return differing.length > 0 ? differing.join(', ') : 'the order of members or how numbers and letters are written'
}

try {
  const copy = await readMirror()
  const mineAt = said.cursor ?? (await fetch(said.from).then((it) => it.json()).catch(() => ({}))).cursor
  if (typeof mineAt !== 'string') throw new Unchecked('the mirror does not say its cursor')
  const { source, cursor } = await readSource()
  // Both are led to the same end. What changes during the second walk is walked by both.
  let [mine, theirs] = [await follow(mineAt, copy), await follow(cursor, source)]
  const waiting = mine.applied
  for (let round = 0; mine.applied + theirs.applied > 0 && round < 10; round += 1) {
    [mine, theirs] = [await follow(mine.cursor, copy), await follow(theirs.cursor, source)]
  }

  const found = { missing: [], stale: [], extra: [] }
  for (const [id, text] of source) {
    const own = copy.get(id)
    if (own === undefined) found.missing.push(`${id}`)
    else if (own !== text) found.stale.push(`${id}: ${membersThatDiffer(own, text)}`)
  }
  for (const id of copy.keys()) if (!source.has(id)) found.extra.push(id)

  const most = Number(said.max)
  for (const [kind, list] of Object.entries(found)) {
    for (const line of list.slice(0, most)) console.log(`${kind.padEnd(8)} ${line}`)
    if (list.length > most) console.log(`${kind.padEnd(8)} … and ${list.length - most} more`)
  }
  const sum = found.missing.length + found.stale.length + found.extra.length
  console.log(`source ${source.size}, mirror ${copy.size}, applied from the feed ${waiting}: ${found.missing.length} missing, ${found.stale.length} stale, ${found.extra.length} extra`)
  console.log(sum === 0 ? 'equal' : 'NOT equal')
  process.exitCode = sum === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof Unchecked)) throw error
  console.error(`not checked: ${error.message}`)
  process.exitCode = 2
}
