import { problemFrom } from './problem'
import { randomId } from './headers'

/** What puts a request on the wire; another one than `fetch` where the progress of an upload is shown. */
export type Carrier = (request: Request) => Promise<Response>
/** Sends one request and answers the response if it succeeded; throws a ProblemError otherwise. */
export type Send = (request: Request, carrier?: Carrier) => Promise<Response>

/** Adds what every request carries: language and request id. */
export function dressed(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.set('Accept-Language', document.documentElement.lang || 'zh-CN')
  headers.set('X-Request-Id', randomId())
  return new Request(request, { headers, credentials: 'same-origin' })
}

/** The portal's way: no sign-in, no token. */
export const plainSend: Send = async (request, carrier) => {
  // eslint-disable-next-line no-restricted-globals -- the one place below the clients
  const response = await (carrier ?? fetch)(dressed(request))
  if (!response.ok) throw await problemFrom(response)
  return response
}

let current: Send = plainSend

/** A door with sign-in replaces the transport once, at its start. */
export function useTransport(send: Send) {
  current = send
}

/**
 * A secret ballot: no token, no cookie, no request id, no page that it came from. What travels is the code of a slip and the choices,
 * and nothing that any other request of this browser has in common with it.
 */
const SECRET = /^\/api\/v1\/ballots\//
const secretSend: Send = async (request) => {
  const headers = new Headers(request.headers)
  headers.set('Accept-Language', document.documentElement.lang || 'zh-CN')
  const bare = new Request(request, { headers, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' })
  // eslint-disable-next-line no-restricted-globals -- the one place below the clients
  const response = await fetch(bare)
  if (!response.ok) throw await problemFrom(response)
  return response
}

/** Endpoints that work without sign-in; a token must not be waited for. */
const OPEN = /^\/api\/v1\/(public\/|auth\/(login|refresh|logout|password-reset)$)/

export function send(request: Request, carrier?: Carrier): Promise<Response> {
  const path = new URL(request.url).pathname
  if (SECRET.test(path)) return secretSend(request)
  return OPEN.test(path) ? plainSend(request, carrier) : current(request, carrier)
}

/** A request of our own making, for the few endpoints outside the generated client. */
export function jsonRequest(method: string, path: string, body?: unknown, init: RequestInit = {}): Request {
  return new Request(new URL(path, location.origin), {
    ...init,
    method,
    headers: {
      ...(init.headers as Record<string, string>),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
}
