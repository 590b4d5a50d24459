import { beforeEach, describe, expect, it } from 'vitest'
import { createAuth, type Auth, type AuthParts } from './authFetch'
import { ProblemError } from './problem'

const ORIGIN = 'http://desk.test'

/** A server with rotating refresh tokens: an old one used again ends the session, as the real one does. */
class FakeServer {
  refreshes = 0
  issued = 0
  valid = new Set<string>()
  /** Tokens of sign-ins a moment ago. */
  fresh = new Set<string>()
  cookie: number | null = 0
  bodies: string[] = []
  hold: Promise<void> | null = null

  fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname
    const json = (body: unknown, status = 200) =>
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
    if (path === '/api/v1/auth/refresh') {
      this.refreshes++
      const presented = this.cookie
      await (this.hold ?? Promise.resolve())
      if (presented === null || presented !== this.cookie) {
        this.cookie = null
        return json({ code: 'auth.session_ended' }, 401)
      }
      this.cookie = presented + 1
      return json(this.grant())
    }
    if (path === '/api/v1/auth/logout') return new Response(null, { status: 204 })
    const value = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
    if (!this.valid.has(value)) return json({ code: 'auth.token_invalid' }, 401)
    if (path === '/api/v1/api-keys' && !this.fresh.has(value)) {
      return json({ code: 'auth.confirmation_required' }, 401)
    }
    this.bodies.push(await request.text())
    return json({ ok: true })
  }
  grant(expires_in = 300) {
    const access_token = `t${++this.issued}`
    this.valid.add(access_token)
    return { access_token, expires_in }
  }
}

/** A channel and a lock shared by several “tabs”. */
function browser() {
  const ports: Array<{ onmessage: ((event: MessageEvent) => void) | null }> = []
  let tail: Promise<unknown> = Promise.resolve()
  return {
    tab(server: FakeServer, now?: () => number): Auth {
      const port: NonNullable<AuthParts['channel']> = {
        onmessage: null,
        postMessage: (data: unknown) =>
          ports.filter((other) => other !== port).forEach((other) => other.onmessage?.({ data } as MessageEvent)),
      }
      ports.push(port)
      return createAuth({
        fetch: server.fetch,
        channel: port,
        exclusively: (task) => {
          const run = tail.then(task, task)
          tail = run.catch(() => undefined)
          return run
        },
        now,
        origin: ORIGIN,
      })
    },
  }
}

const get = () => new Request(`${ORIGIN}/api/v1/me`)
const post = (body: string) => new Request(`${ORIGIN}/api/v1/suggestions`, { method: 'POST', body })

describe('authFetch', () => {
  let server: FakeServer
  beforeEach(() => {
    server = new FakeServer()
  })

  it('refreshes once for many requests at the same time', async () => {
    const auth = browser().tab(server)
    await Promise.all(Array.from({ length: 8 }, () => auth.send(get())))
    expect(server.refreshes).toBe(1)
    expect(auth.status.value).toBe('signed_in')
  })

  it('refreshes once for all tabs, and none is signed out by the rotation', async () => {
    const shared = browser()
    const tabs = [shared.tab(server), shared.tab(server), shared.tab(server)]
    await Promise.all(tabs.flatMap((tab) => [tab.send(get()), tab.send(get())]))
    expect(server.refreshes).toBe(1)
    expect(tabs.map((tab) => tab.status.value)).toEqual(['signed_in', 'signed_in', 'signed_in'])
  })

  it('renews a token shortly before its end', async () => {
    let now = 0
    const auth = browser().tab(server, () => now)
    await auth.send(get())
    now = 280_000
    await auth.send(get())
    expect(server.refreshes).toBe(1)
    now = 290_000
    await auth.send(get())
    expect(server.refreshes).toBe(2)
  })

  it('sends a refused request again with its body after a refresh', async () => {
    const auth = browser().tab(server)
    await auth.send(get())
    server.valid.clear()
    await auth.send(post('{"title":"关于停车的建议"}'))
    expect(server.bodies.at(-1)).toBe('{"title":"关于停车的建议"}')
    expect(server.refreshes).toBe(2)
  })

  it('keeps an expired request waiting until the person signs in again', async () => {
    const auth = browser().tab(server)
    await auth.send(get())
    server.valid.clear()
    server.cookie = null
    const typed = auth.send(post('typed text'))
    await until(() => auth.status.value === 'expired')
    const alsoWaiting = auth.send(get())
    server.cookie = 9
    auth.accept(server.grant())
    await Promise.all([typed, alsoWaiting])
    expect(server.bodies).toContain('typed text')
    expect(auth.status.value).toBe('signed_in')
  })

  it('fails waiting requests, without a storm, when the person gives up', async () => {
    const auth = browser().tab(server)
    await auth.send(get())
    server.valid.clear()
    server.cookie = null
    const refused = auth.send(get()).catch((error: unknown) => error)
    await until(() => auth.status.value === 'expired')
    auth.giveUp()
    expect(await refused).toMatchObject({ status: 401, code: 'auth.signed_out' })
    expect(server.refreshes).toBe(2)
  })

  it('without any session says so instead of asking over an empty page', async () => {
    server.cookie = null
    const auth = browser().tab(server)
    expect(await auth.restore()).toBe(false)
    expect(auth.status.value).toBe('signed_out')
    await expect(auth.send(get())).rejects.toBeInstanceOf(ProblemError)
  })

  it('does not take a server failure for the end of the session', async () => {
    const auth = createAuth({
      fetch: async () => new Response('', { status: 503 }),
      origin: ORIGIN,
    })
    await expect(auth.restore()).rejects.toMatchObject({ status: 503 })
    expect(auth.status.value).toBe('unknown')
  })

  it('signs out in every tab', async () => {
    const shared = browser()
    const [a, b] = [shared.tab(server), shared.tab(server)]
    await Promise.all([a.send(get()), b.send(get())])
    let told = false
    b.onSignedOutElsewhere(() => (told = true))
    await a.signOut()
    expect(b.status.value).toBe('signed_out')
    expect(told).toBe(true)
  })

  const key = (body: string) => new Request(`${ORIGIN}/api/v1/api-keys`, { method: 'POST', body })

  it('asks for the password where the sign-in is too long ago, sends the same again, and renews no token for it', async () => {
    const auth = browser().tab(server)
    auth.accept(server.grant())
    const made = auth.send(key('{"name":"门户"}'))
    await expect.poll(() => auth.status.value).toBe('confirm')
    // Everything else goes on meanwhile.
    await auth.send(get())
    const again = server.grant()
    server.fresh.add(again.access_token)
    auth.accept(again)
    expect((await made).ok).toBe(true)
    expect([server.bodies.at(-1), server.refreshes, auth.status.value]).toEqual(['{"name":"门户"}', 0, 'signed_in'])
  })

  it('stays signed in when the password is not given', async () => {
    const auth = browser().tab(server)
    auth.accept(server.grant())
    const made = auth.send(key('{}'))
    await expect.poll(() => auth.status.value).toBe('confirm')
    auth.giveUp()
    await expect(made).rejects.toMatchObject({ code: 'auth.confirmation_required' })
    expect(auth.status.value).toBe('signed_in')
    await auth.send(get())
  })
})

async function until(condition: () => boolean) {
  for (let i = 0; i < 100 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 0))
  expect(condition()).toBe(true)
}
