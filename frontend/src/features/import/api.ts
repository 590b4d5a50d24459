import { getJson, jsonRequest, send } from '@/api/transport'
import type { CommandHeaders } from '@/api/useCommand'

/** One column of the sheet, with what it is guessed or decided to mean. */
export interface ImportColumn {
  column: number
  letter: string
  header: string
  field: string | null
  samples: string[]
}
export interface ImportField {
  name: string
  label: string
  required: boolean
  list: boolean
}
/** 导入任务: an uploaded file on its way through the wizard. */
export interface ImportResponse {
  id: string
  kind: string
  filename: string
  sheets: string[]
  sheet: string | null
  header_row: number | null
  columns: ImportColumn[]
  defaults: Record<string, string>
  fields: ImportField[]
  summary: unknown
  written: number | null
  committed_at: string | null
  expires_at: string
  allowed_actions: string[]
  version: number
}
export interface PutImportMappingRequest {
  sheet: string
  header_row: number
  columns: { column: number; field: string | null }[]
  defaults: Record<string, string>
}
export interface ImportRowError {
  field: string
  code: string
  message: string
}
export interface ImportRow {
  row: number
  status: string
  record: unknown
  errors: unknown
}
interface Of {
  path: { id: string }
  signal?: AbortSignal
}
type Write<B> = Of & { body: B; headers: CommandHeaders }

const address = (id: string) => `/api/v1/imports/${id}`
const write = async <T>(method: string, path: string, body: unknown, headers: CommandHeaders) =>
  (await (await send(jsonRequest(method, path, body, { headers: { ...headers } }))).json()) as T

export const getImport = ({ path, signal }: Of) => getJson<ImportResponse>(address(path.id), {}, signal)

/** 预检结果逐行, of one result or all. */
export const listImportRows = ({
  path,
  query,
  signal,
}: Of & { query: Record<string, string | number | string[] | undefined> }) =>
  getJson<{ items: ImportRow[]; next_cursor: string | null }>(`${address(path.id)}/rows`, query, signal)

/** Decides what the columns mean and tries every row; nothing is written. */
export const putImportMapping = ({ path, body, headers }: Write<PutImportMappingRequest>) =>
  write<{ version: number }>('PUT', `${address(path.id)}/mapping`, body, headers)

/** 执行导入: all accepted rows, or none. */
export const commitImport = ({ path, body, headers }: Write<{ accept_valid: boolean }>) =>
  write<ImportResponse>('POST', `${address(path.id)}/commit`, body, headers)
