/** A call that does not come from whom it says it comes from, was changed on the way, or is too old. */
export class WebhookError extends Error {
  constructor(readonly reason: 'header_missing' | 'too_old' | 'from_the_future' | 'signature_wrong' | 'secret_invalid') {
    super(`webhook: ${reason.replaceAll('_', ' ')}`)
    this.name = 'WebhookError'
  }
}

export interface WebhookCall {
  /** The body as it came, before anything has parsed it. */
  body: string | Uint8Array
  headers: Headers | Record<string, string | string[] | undefined>
  /** `whsec_…`, or `whpk_…` for ed25519; while a secret is being rotated both. */
  secrets: string | string[]
  /** Seconds that the call may be old, default 300. */
  tolerance?: number
  /** Seconds since 1970; default now. */
  now?: number
}

const encoder = new TextEncoder()

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    throw new WebhookError('secret_invalid')
  }
}

function header(headers: WebhookCall['headers'], name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  const one = Array.isArray(value) ? value[0] : value
  if (!one) throw new WebhookError('header_missing')
  return one
}

/**
 * Checks a webhook as Standard Webhooks has it (HMAC-SHA256 `v1`, ed25519 `v1a`) and gives its parsed body. Throws
 * {@link WebhookError}; answer such a call with 400 or 401. Remember `webhook-id`: a call may come twice.
 */
export async function verifyWebhook<T = unknown>(call: WebhookCall): Promise<{ id: string; sentAt: Date; body: T }> {
  const id = header(call.headers, 'webhook-id')
  const timestamp = header(call.headers, 'webhook-timestamp')
  const said = header(call.headers, 'webhook-signature')
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN
  const tolerance = call.tolerance ?? 300
  const age = (call.now ?? Date.now() / 1000) - seconds
  if (!(age <= tolerance)) throw new WebhookError('too_old')
  if (age < -tolerance) throw new WebhookError('from_the_future')

  const body = typeof call.body === 'string' ? encoder.encode(call.body) : call.body
  const head = encoder.encode(`${id}.${timestamp}.`)
  const signed = new Uint8Array(head.length + body.length)
  signed.set(head)
  signed.set(body, head.length)

  const signatures = said.split(' ').map((part) => part.split(',', 2))
  for (const secret of [call.secrets].flat()) {
    const key = await keyOf(secret)
    for (const [version, signature] of signatures) {
      if (version !== key.version || !signature) continue
      const given = bytesOf(signature)
      if (await crypto.subtle.verify(key.algorithm, key.key, given, signed)) {
        return { id, sentAt: new Date(seconds * 1000), body: JSON.parse(new TextDecoder().decode(body)) as T }
      }
    }
  }
  throw new WebhookError('signature_wrong')
}

async function keyOf(secret: string): Promise<{ version: string; algorithm: string; key: CryptoKey }> {
  const [, kind, text] = /^(whsec|whpk)_(.+)$/.exec(secret) ?? []
  if (!kind || !text) throw new WebhookError('secret_invalid')
  const raw = bytesOf(text)
  if (kind === 'whpk') {
    return { version: 'v1a', algorithm: 'Ed25519', key: await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']) }
  }
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  return { version: 'v1', algorithm: 'HMAC', key: await crypto.subtle.importKey('raw', raw, hmac, false, ['verify']) }
}
