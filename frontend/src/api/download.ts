import { jsonRequest, send } from './transport'

/** The name in `Content-Disposition`, the encoded form first. */
export function fileNameOf(disposition: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? fallback
}

/** Fetches a file with the session's token and hands it to the browser's download. Throws a ProblemError when refused. */
export async function download(path: string, query: Record<string, unknown>, fallback: string): Promise<void> {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === '' || value == null || value === false || (Array.isArray(value) && value.length === 0)) continue
    params.set(name, String(value))
  }
  const response = await send(jsonRequest('GET', params.size > 0 ? `${path}?${params}` : path))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = fileNameOf(response.headers.get('content-disposition'), fallback)
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
