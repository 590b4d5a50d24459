import { fileNameOf } from './download'
import { deleteFile, uploadFile, type FileResponse } from './gen'
import { jsonRequest, send, type Carrier } from './transport'

/** What the store takes (api conventions §6); it looks into the file itself as well. */
export const FILE_TYPES = [
  'pdf',
  'ofd',
  'docx',
  'xlsx',
  'pptx',
  'wps',
  'et',
  'jpg',
  'jpeg',
  'png',
  'webp',
  'txt',
  'csv',
] as const
export const MAX_FILE_MIB = 50

/** Why a file need not be sent at all, as the last part of a text key `file.refused.…`. */
export function refusalOf(file: Pick<File, 'name' | 'size'>): 'type' | 'empty' | 'too_large' | null {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (!(FILE_TYPES as readonly string[]).includes(extension)) return 'type'
  if (file.size === 0) return 'empty'
  return file.size > MAX_FILE_MIB * 1024 * 1024 ? 'too_large' : null
}

/** `fetch` does not tell how much has gone up; XMLHttpRequest does. */
const withProgress =
  (onProgress: (percent: number) => void): Carrier =>
  async (request) => {
    const body = await request.blob()
    return new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest()
      xhr.open(request.method, request.url)
      request.headers.forEach((value, name) => xhr.setRequestHeader(name, value))
      xhr.responseType = 'text'
      xhr.upload.onprogress = (event) => {
        if (event.lengthComputable) onProgress(Math.floor((event.loaded / event.total) * 100))
      }
      xhr.onload = () => resolve(new Response(xhr.responseText, { status: xhr.status, headers: headersOf(xhr) }))
      xhr.onerror = () => reject(new TypeError('network'))
      xhr.onabort = () => reject(new DOMException('aborted', 'AbortError'))
      request.signal.addEventListener('abort', () => xhr.abort())
      xhr.send(body)
    })
  }

function headersOf(xhr: XMLHttpRequest): Headers {
  const headers = new Headers()
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const at = line.indexOf(':')
    if (at > 0) headers.append(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return headers
}

/** Hands in one file. Nothing refers to it yet: what is never named by a record is removed by the server. */
export function upload(
  file: File,
  { onProgress, signal }: { onProgress: (percent: number) => void; signal: AbortSignal },
): Promise<FileResponse> {
  const carrier = withProgress(onProgress)
  return uploadFile({ body: { file }, signal, fetch: (input) => send(input as Request, carrier) })
}

/** Takes back what was uploaded but not used; a file that a record names stays, and so does one that cannot be reached. */
export const discard = (id: string) => void deleteFile({ path: { id } }).catch(() => undefined)

export interface FileFacts {
  name: string
  /** Bytes. */
  size: number
}
const known = new Map<string, FileFacts>()
export const remember = (id: string, facts: FileFacts) => void known.set(id, facts)

/** Name and size of a stored file: the head of a download of which one byte is asked for. */
export async function fileFacts(id: string, signal?: AbortSignal): Promise<FileFacts> {
  const held = known.get(id)
  if (held) return held
  const response = await send(
    jsonRequest('GET', `/api/v1/files/${id}`, undefined, { headers: { Range: 'bytes=0-0' }, signal }),
  )
  void response.body?.cancel()
  const range = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  const facts = {
    name: fileNameOf(response.headers.get('content-disposition'), id),
    size: Number(range ?? response.headers.get('content-length') ?? 0),
  }
  remember(id, facts)
  return facts
}

/** 1536 → `1.5 KB`; whole numbers from ten on. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let at = 0
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024
    at += 1
  }
  return `${at === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[at]}`
}
