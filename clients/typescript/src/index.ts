/**
 * 代表之家 · Deputies' Home, for other systems.
 *
 * `mirror` keeps a copy, `verifyWebhook` checks a call, and every operation of the open contract is a typed function:
 *
 * ```ts
 * const client = connect('https://rd.example.gov.cn', process.env.KEY)
 * const page = await listOpenSuggestions({ client, query: { status: ['handling'] } })
 * ```
 */
export * from './gen/index.js'
export { changesOf, MemoryStore, mirror, type Change, type MirrorOptions, type MirrorStore } from './mirror.js'
export { patiently, Problem, retryAfter, type Patience, type Retry } from './patience.js'
export { verifyWebhook, WebhookError, type WebhookCall } from './webhook.js'

import { createClient, createConfig, type Client } from './gen/client/index.js'
import { patiently, type Patience } from './patience.js'

/** A client of one installation that calls with a key, waits when it is told to, and throws a `Problem` for what is refused. */
export function connect(baseUrl: string, key?: string, patience: Omit<Patience, 'signal'> = {}): Client {
  const own: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    // What is not safe to repeat is asked once.
    const safe = ['GET', 'HEAD'].includes(request.method) || request.headers.has('idempotency-key')
    const again: typeof fetch = () => (patience.fetch ?? fetch)(request.clone())
    return patiently(request.url, {}, { attempts: safe ? 5 : 1, ...patience, signal: request.signal, fetch: again })
  }
  return createClient(createConfig({ baseUrl, fetch: own, throwOnError: true, ...(key ? { auth: () => key } : {}) }))
}
