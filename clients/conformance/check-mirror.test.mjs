// The script against the running server: a true copy passes, each kind of fault is named, a foreign cursor is not checked.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const base = process.env.DAIBIAO_BASE_URL
const key = process.env.DAIBIAO_KEY
const script = fileURLToPath(new URL('check-mirror.mjs', import.meta.url))
let folder
let lines
let cursor

const get = async (path) => (await fetch(new URL(path, base), { headers: { Authorization: `Bearer ${key}` } })).json()

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  cursor = (await get('/api/v1/open/changes/head')).cursor
  lines = []
  for (let next = ''; next !== null; ) {
    const page = await get(`/api/v1/open/suggestions?limit=200${next ? `&cursor=${encodeURIComponent(next)}` : ''}`)
    lines.push(...page.items.map((it) => JSON.stringify(it)))
    next = page.next_cursor
  }
})
after(() => rm(folder, { recursive: true }))

async function check(copy, at = cursor, ...more) {
  const file = join(folder, 'copy.ndjson')
  await writeFile(file, `${copy.join('\n')}\n`)
  return new Promise((done) => {
    const words = [script, '--base', base, '--mirror', file, '--cursor', at, ...more]
    execFile(process.execPath, words, { env: { ...process.env, KEY: key } }, (error, out, err) =>
      done({ code: error?.code ?? 0, out: out + err }))
  })
}

test('a true copy is equal', async () => {
  const { code, out } = await check(lines)
  assert.equal(code, 0, out)
  assert.match(out, /0 missing, 0 stale, 0 extra\nequal/)
})

test('a missing, a stale and an extra matter are named', async () => {
  const [lost, old, ...rest] = lines
  const changed = { ...JSON.parse(old), title: '别的题目' }
  const foreign = { ...JSON.parse(old), id: '00000000-0000-7000-8000-000000000000' }
  const { code, out } = await check([...rest, JSON.stringify(changed), JSON.stringify(foreign)])
  assert.equal(code, 1, out)
  assert.match(out, new RegExp(`missing  ${JSON.parse(lost).id}`))
  assert.match(out, new RegExp(`stale    ${changed.id}: title`))
  assert.match(out, new RegExp(`extra    ${foreign.id}`))
  const ignoring = await check([...rest, lost, JSON.stringify(changed)], cursor, '--ignore', 'title')
  assert.equal(ignoring.code, 0, ignoring.out)
})

test('what differs only in how it is written is stale too', async () => {
  const [first, ...rest] = lines
  const turned = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(first)).reverse()))
  const { code, out } = await check([turned, ...rest])
  assert.equal(code, 1)
  assert.match(out, /the order of members/)
})

test('what cannot be checked is not called equal', async () => {
  assert.equal((await check(lines, 'no-cursor')).code, 2)
  assert.equal((await check(['{']).then((it) => it)).code, 2)
})
