// Proves that a receiver takes what this server signs, and nothing else: `node check.mjs <command that starts it>`.
// The receiver reads WEBHOOK_SECRET and PORT, says `listening`, and prints the events that it takes.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { isGenuine } from './asymmetric.mjs'

const { DAIBIAO_WEBHOOKS_URL: base, DAIBIAO_ADMIN: username, DAIBIAO_DEMO_PASSWORD: password } = process.env
const [program, ...args] = process.argv.slice(2)

async function call(method, path, token, body, headers = {}) {
  const json = { 'content-type': 'application/json' }
  const authorization = token ? { authorization: `Bearer ${token}` } : {}
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(base + path, { method, headers: { ...json, ...authorization, ...headers }, ...sent })
  const text = await response.text()
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`)
  return text ? JSON.parse(text) : null
}

/** A key that may manage webhooks, given by the administrator of interfaces. */
async function makeKey() {
  const { access_token: token } = await call('POST', '/api/v1/auth/login', null, { username, password })
  const options = await call('GET', '/api/v1/api-keys/options', token)
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const made = await call('POST', '/api/v1/api-keys', token, {
    jurisdiction_id: options.jurisdictions[0].id,
    name: 'webhooks',
    owner: 'interop',
    contact: null,
    scopes: ['suggestions:read', 'webhooks:manage'],
    unit_id: null,
    networks: [],
    sandbox: false,
    expires_on: day,
  })
  return made.secret
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the receiver with a secret, does something, and answers what the receiver has printed meanwhile. */
async function withReceiver(port, secret, work) {
  const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const printed = []
  try {
    const lines = createInterface({ input: child.stdout })
    await once(lines, 'line')
    lines.on('line', (line) => printed.push(line))
    const answer = await work()
    // What it has printed before it answered may still be on its way.
    for (let n = 0; answer.delivered && printed.length === 0 && n < 100; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return { answer, printed }
  } finally {
    child.kill()
    await ended
  }
}

const key = await makeKey()
const port = await freePort()
const url = `http://127.0.0.1:${port}/in`
const hook = await call('POST', '/api/v1/open/webhooks', key, { url })
const path = `/api/v1/open/webhooks/${hook.id}`
const test = () => call('POST', `${path}/test`, key)

const first = await withReceiver(port, hook.secret, test)
assert.equal(first.answer.delivered, true, JSON.stringify(first.answer))
assert.equal(first.answer.status, 204)
assert.deepEqual(first.printed, [`webhook.test ${hook.id} 0`])

const wrong = await withReceiver(port, `whsec_${Buffer.alloc(32, 7).toString('base64')}`, test)
assert.deepEqual([wrong.answer.delivered, wrong.answer.status], [false, 400])
assert.deepEqual(wrong.printed, [])

// While secrets are rotated, receivers that know the old one or the new one both take the call.
const rotated = await call('POST', `${path}/rotate-secret`, key, { overlap_hours: 1 }, { 'if-match': `"${hook.version}"` })
for (const secret of [hook.secret, rotated.secret]) {
  const { answer } = await withReceiver(port, secret, test)
  assert.equal(answer.delivered, true, JSON.stringify(answer))
}
const version = `"${rotated.version}"`
const last = await call('POST', `${path}/rotate-secret`, key, { overlap_hours: 0 }, { 'if-match': version })
const old = await withReceiver(port, rotated.secret, test)
assert.deepEqual([old.answer.delivered, old.answer.status], [false, 400])

// The public key says the same, and of anything changed that it is not genuine.
const sent = await test()
const headers = {
  'webhook-id': sent.webhook_id,
  'webhook-timestamp': String(sent.webhook_timestamp),
  'webhook-signature': sent.webhook_signature,
}
const { public_key: publicKey } = last.signing.find((one) => one.kind === 'ed25519')
assert.equal(isGenuine(publicKey, headers, sent.body), true)
assert.equal(isGenuine(publicKey, headers, `${sent.body} `), false)
assert.equal(isGenuine(publicKey, { ...headers, 'webhook-id': hook.id }, sent.body), false)
assert.equal(isGenuine(publicKey, { ...headers, 'webhook-timestamp': '1' }, sent.body), false)

await call('DELETE', path, key, undefined, { 'if-match': `"${last.version}"` })
console.log(`${program}: signatures are taken, and nothing else is`)
