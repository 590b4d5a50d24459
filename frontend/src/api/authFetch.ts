import { ref, type Ref } from 'vue'
import { problemFrom, ProblemError } from './problem'
import { dressed, type Send } from './transport'

/**
 * Sign-in state of this browser. The access token lives in this closure only; the refresh token in an httpOnly cookie that
 * scripts cannot read. One tab refreshes for all (Web Locks), the others hear the new token (BroadcastChannel): the
 * server rotates the refresh token, so two tabs that refreshed at once would sign each other out.
 */
export type AuthStatus = 'unknown' | 'signed_out' | 'signed_in' | 'expired' | 'confirm'

export interface Grant {
  access_token: string
  /** Seconds. */
  expires_in: number
}

type Message = { type: 'token'; token: string; expiresAt: number } | { type: 'signed_out' }

export interface AuthParts {
  fetch: (request: Request) => Promise<Response>
  channel?: Pick<BroadcastChannel, 'postMessage'> & { onmessage: ((event: MessageEvent<Message>) => void) | null }
  /** Runs the task while no other tab runs one. */
  exclusively?: <T>(task: () => Promise<T>) => Promise<T>
  now?: () => number
  origin?: string
}

export interface Auth {
  status: Ref<AuthStatus>
  send: Send
  /** Takes over the grant of a successful sign-in and lets waiting requests go on. */
  accept: (grant: Grant) => void
  /** Tries to get a token with the cookie; false when there is no live session. */
  restore: () => Promise<boolean>
  /** The person closed the dialog that asks for the password: waiting requests fail, the page stays as it is. */
  giveUp: () => void
  signOut: () => Promise<void>
  /** Called when another tab signs out. */
  onSignedOutElsewhere: (then: () => void) => void
}

/** A token this close to its end (ms) is renewed before it is used. */
const MARGIN = 15_000
const REFRESH_PATH = '/api/v1/auth/refresh'
const LOGOUT_PATH = '/api/v1/auth/logout'
/** The sign-in is good, but too long ago for what is asked: the password is asked for once more. */
const TOO_LONG_AGO = 'auth.confirmation_required'

/** An answer that nobody reads would hold its connection, of which a browser has six. */
async function discard(response: Response) {
  await response.body?.cancel()
}

export function createAuth(parts: AuthParts): Auth {
  const now = parts.now ?? (() => Date.now())
  const exclusively = parts.exclusively ?? ((task) => task())
  const status = ref<AuthStatus>('unknown')
  let token: { value: string; expiresAt: number } | null = null
  let refreshing: Promise<boolean> | null = null
  let waiting: Array<(signedIn: boolean) => void> = []
  let signedOutElsewhere: () => void = () => {}

  function settle(signedIn: boolean) {
    const all = waiting
    waiting = []
    all.forEach((resolve) => resolve(signedIn))
  }
  function take(value: string, expiresAt: number) {
    token = { value, expiresAt }
    status.value = 'signed_in'
    settle(true)
  }
  function accept(grant: Grant) {
    const expiresAt = now() + grant.expires_in * 1000
    take(grant.access_token, expiresAt)
    parts.channel?.postMessage({ type: 'token', token: grant.access_token, expiresAt } satisfies Message)
  }
  function drop() {
    token = null
    status.value = ['signed_in', 'expired', 'confirm'].includes(status.value) ? 'expired' : 'signed_out'
  }

  if (parts.channel) {
    parts.channel.onmessage = (event) => {
      const message = event.data
      if (message.type === 'token') take(message.token, message.expiresAt)
      else {
        token = null
        status.value = 'signed_out'
        settle(false)
        signedOutElsewhere()
      }
    }
  }

  const url = (path: string) => new URL(path, parts.origin ?? location.origin).href

  async function renew(stale: string | null): Promise<boolean> {
    // While we waited for the lock another tab may have brought a new token.
    if (token && token.value !== stale && token.expiresAt - now() > MARGIN) return true
    const response = await parts.fetch(dressed(new Request(url(REFRESH_PATH), { method: 'POST' })))
    if (response.ok) {
      accept((await response.json()) as Grant)
      return true
    }
    if (response.status === 401 || response.status === 403) {
      await discard(response)
      drop()
      return false
    }
    throw await problemFrom(response)
  }

  function refresh(stale: string | null): Promise<boolean> {
    refreshing ??= exclusively(() => renew(stale)).finally(() => {
      refreshing = null
    })
    return refreshing
  }

  /** Waits until the person has signed in again over the page (or has given up). */
  function signedInAgain(): Promise<boolean> {
    return new Promise((resolve) => waiting.push(resolve))
  }

  async function usableToken(stale: string | null): Promise<string> {
    for (;;) {
      if (token && token.value !== stale && token.expiresAt - now() > MARGIN) return token.value
      if (status.value !== 'expired' && (await refresh(stale ?? token?.value ?? null))) continue
      if (status.value !== 'expired' || !(await signedInAgain())) {
        throw new ProblemError(401, 'auth.signed_out', '')
      }
    }
  }

  const send: Send = async (request, carrier = parts.fetch) => {
    let value = await usableToken(null)
    let renewed = false
    for (;;) {
      // The body can be read once: what may be sent again is kept.
      const base = request.clone()
      const headers = new Headers(base.headers)
      headers.set('Authorization', `Bearer ${value}`)
      const response = await carrier(dressed(new Request(base, { headers })))
      if (response.ok) return response
      const problem = await problemFrom(response)
      if (problem.status !== 401) throw problem
      if (problem.code === TOO_LONG_AGO) {
        status.value = 'confirm'
        if (!(await signedInAgain())) throw problem
        value = await usableToken(null)
      } else if (renewed) {
        throw problem
      } else {
        // Ended on the server (revoked, clock moved): one more try with a newer token.
        renewed = true
        value = await usableToken(value)
      }
    }
  }

  return {
    status,
    send,
    accept,
    async restore() {
      if (token && token.expiresAt - now() > MARGIN) return true
      return refresh(token?.value ?? null)
    },
    giveUp() {
      if (status.value === 'confirm') status.value = 'signed_in'
      settle(false)
    },
    async signOut() {
      const value = token?.value
      const headers: Record<string, string> = value ? { Authorization: `Bearer ${value}` } : {}
      await parts.fetch(dressed(new Request(url(LOGOUT_PATH), { method: 'POST', headers }))).catch(() => undefined)
      token = null
      status.value = 'signed_out'
      settle(false)
      parts.channel?.postMessage({ type: 'signed_out' } satisfies Message)
    },
    onSignedOutElsewhere(then) {
      signedOutElsewhere = then
    },
  }
}

/** The page's one sign-in state, on the browser's own parts. */
export const auth: Auth = createAuth({
  // eslint-disable-next-line no-restricted-globals -- the one place below the clients
  fetch: (request) => fetch(request),
  channel: typeof BroadcastChannel === 'function' ? new BroadcastChannel('daibiao.auth') : undefined,
  exclusively:
    typeof navigator !== 'undefined' && navigator.locks
      ? <T>(task: () => Promise<T>) => navigator.locks.request('daibiao.refresh', task) as Promise<T>
      : undefined,
})
