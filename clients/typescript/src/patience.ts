/** What the server has said no with: an RFC 9457 problem document. `code` never changes with the language. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  readonly body: unknown

  constructor(status: number, body: unknown) {
    const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    const code = typeof said.code === 'string' ? said.code : `http.${status}`
    super(`${code} (HTTP ${status})${typeof said.detail === 'string' ? `: ${said.detail}` : ''}`)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.requestId = typeof said.request_id === 'string' ? said.request_id : null
    this.body = body
  }
}

/** A request that will be made again. */
export interface Retry {
  /** How many times it has been tried. */
  attempt: number
  /** Milliseconds until it is tried again. */
  wait: number
  /** What went wrong: an HTTP status, or the network. */
  reason: number | unknown
}

export interface Patience {
  /** Requests at most; default: for ever, as a process that follows the feed should. */
  attempts?: number
  /** Told of each retry. */
  onRetry?: (retry: Retry) => void
  signal?: AbortSignal
  /** The platform's `fetch`, or one of your own. */
  fetch?: typeof fetch
}

/** Too often, or not now. Everything else is an answer. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

/** `Retry-After` in milliseconds: seconds or a date. */
export function retryAfter(headers: Headers, now = Date.now()): number | null {
  const said = headers.get('retry-after')?.trim()
  if (!said) return null
  if (/^\d+$/.test(said)) return Number(said) * 1000
  const date = Date.parse(said)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/** Waits, unless it is called off. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/**
 * `fetch` that waits as long as it is told to (`Retry-After`), else longer each time with some chance in it, and throws a
 * {@link Problem} for what no waiting changes. Only for requests that may be repeated: reading, and writing with an
 * `Idempotency-Key`.
 */
export async function patiently(url: URL | string, init: RequestInit, patience: Patience = {}): Promise<Response> {
  const { attempts = Infinity, onRetry, signal } = patience
  for (let attempt = 1; ; attempt += 1) {
    let reason: unknown
    let asked: number | null = null
    try {
      const answer = await (patience.fetch ?? fetch)(url, { ...init, signal })
      if (answer.ok || answer.status === 304) return answer
      const problem = new Problem(answer.status, await answer.json().catch(() => null))
      if (!PASSING.has(answer.status) || attempt >= attempts) throw problem
      reason = answer.status
      asked = retryAfter(answer.headers)
    } catch (error) {
      if (error instanceof Problem || signal?.aborted || attempt >= attempts) throw error
      reason = error
    }
    const grown = Math.min(60_000, 500 * 2 ** Math.min(attempt - 1, 7)) * (0.5 + Math.random() / 2)
    const wait = asked ?? grown
    onRetry?.({ attempt, wait, reason })
    await pause(wait, signal)
  }
}
