import type { FieldError } from '@/ui/formErrors'

/** One entry of `errors` in an RFC 9457 problem document. */
export interface ProblemDetail {
  pointer?: string
  code?: string
  detail?: string
  params?: Record<string, unknown>
}

/** Every failed request ends as this: what the server said, or status 0 when it could not be reached. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | null = null,
    readonly errors: ProblemDetail[] = [],
    readonly requestId: string | null = null,
    /** The current version after 412, so that a form can show what changed. */
    readonly etag: string | null = null,
    /** Seconds to wait after 429 or 503. */
    readonly retryAfter: number | null = null,
    /** What the code's text names: numbers, days, words. */
    readonly params: Record<string, unknown> = {},
  ) {
    super(detail ?? title)
    this.name = 'ProblemError'
  }

  /** The request may succeed unchanged a little later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

/** Reads a failed response. Anything that is no problem document becomes one with the status's own code. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  let body: Record<string, unknown> = {}
  if (/[/+]json/.test(response.headers.get('content-type') ?? '')) {
    body = await response.json().catch(() => ({}))
  }
  const text = (key: string) => (typeof body[key] === 'string' ? (body[key] as string) : null)
  const retryAfter = Number(response.headers.get('retry-after'))
  return new ProblemError(
    response.status,
    text('code') ?? `http.${response.status}`,
    text('title') ?? '',
    text('detail'),
    Array.isArray(body.errors) ? (body.errors as ProblemDetail[]) : [],
    text('request_id') ?? response.headers.get('x-request-id'),
    response.headers.get('etag'),
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    body.params && typeof body.params === 'object' ? (body.params as Record<string, unknown>) : {},
  )
}

/** Whatever was thrown, as a problem. A refused or cut connection is status 0 (`network.unreachable`). */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof TypeError) return new ProblemError(0, 'network.unreachable', '')
  return new ProblemError(-1, 'client.unexpected', '', error instanceof Error ? error.message : String(error))
}

/** `#/proposals/1/text` → `proposals.1.text`, with JSON pointer escapes undone. */
export function fieldOfPointer(pointer: string | undefined): string {
  return (pointer ?? '')
    .replace(/^#?\/?/, '')
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .filter(Boolean)
    .join('.')
}

/**
 * The problem as lines of an error summary. A problem without field errors is one line for the whole form.
 * `alias` maps server paths to the form's own names (`{ 'body.title': 'title' }`).
 */
export function fieldErrors(problem: ProblemError, alias: Record<string, string> = {}): FieldError[] {
  if (problem.errors.length === 0) {
    return [{ field: '', message: problem.detail ?? problem.title, code: problem.code }]
  }
  return problem.errors.map((error) => {
    const path = fieldOfPointer(error.pointer)
    return { field: alias[path] ?? path, message: error.detail ?? problem.title, code: error.code }
  })
}
