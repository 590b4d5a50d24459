import { jsonRequest, send } from './transport'

/** The name in `Content-Disposition`, the encoded form first. */
export function fileNameOf(disposition: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? fallback
}

/** A query as it is sent: what was not asked for is left out, lists are separated by commas. */
export function addressOf(path: string, query: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    // `false` is a filter like any other: the dissolved groups, the accounts that are not disabled.
    if (value === '' || value == null || (Array.isArray(value) && value.length === 0)) continue
    params.set(name, String(value))
  }
  return params.size > 0 ? `${path}?${params}` : path
}

/** Fetches a file with the session's token and hands it to the browser's download. Throws a ProblemError when refused. */
export async function download(path: string, query: Record<string, unknown>, fallback: string): Promise<void> {
  const response = await send(jsonRequest('GET', addressOf(path, query)))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = fileNameOf(response.headers.get('content-disposition'), fallback)
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
