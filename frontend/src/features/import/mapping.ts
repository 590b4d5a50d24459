import type { ImportColumn, ImportField, PutImportMappingRequest } from '@/api/gen'

/** What is known of a dry run (预检): counts and what was passed over. */
export interface ImportSummary {
  total: number
  ok: number
  error: number
  duplicate: number
  notices?: unknown[]
  skipped_rows?: unknown[]
  skipped_sheets?: unknown[]
}

export function summaryOf(value: unknown): ImportSummary | null {
  const found = value as Partial<ImportSummary> | null | undefined
  return found && typeof found.total === 'number' ? (found as ImportSummary) : null
}

/** The mapping that is sent: columns with a meaning, and values for fields that no column holds. */
export function mappingOf(form: {
  sheet: string
  header_row: number
  fields: Record<number, string>
  defaults: Record<string, string>
}): PutImportMappingRequest {
  return {
    sheet: form.sheet,
    header_row: form.header_row,
    columns: Object.entries(form.fields)
      .filter(([, field]) => field !== '')
      .map(([column, field]) => ({ column: Number(column), field })),
    defaults: Object.fromEntries(Object.entries(form.defaults).filter(([, value]) => value.trim() !== '')),
  }
}

/** Required fields that neither a column nor a default holds. */
export function unmapped(
  all: ImportField[],
  fields: Record<number, string>,
  defaults: Record<string, string>,
): ImportField[] {
  const held = new Set(Object.values(fields))
  return all.filter((field) => field.required && !held.has(field.name) && !defaults[field.name]?.trim())
}

/** Fields that two columns claim although one only may. */
export function doubled(all: ImportField[], fields: Record<number, string>): ImportField[] {
  const count = (name: string) => Object.values(fields).filter((one) => one === name).length
  return all.filter((field) => !field.list && count(field.name) > 1)
}

export const guessed = (columns: ImportColumn[]): Record<number, string> =>
  Object.fromEntries(columns.map((column) => [column.column, column.field ?? '']))

/** Fields whose values are codes, or parts of another field: the words of the sheet are said by the others. */
const CODED = new Set([
  'period',
  'term_no',
  'session_no',
  'reply_category',
  'attitude',
  'result',
  'publish_consent',
  'gender',
  'party',
  'education',
  'occupation',
  'composition',
  'entry',
  'status',
  'kind',
  'system',
])

/** A record of the report in one line, for people: empty parts left out. */
export function recordLine(record: unknown): string {
  if (record === null || typeof record !== 'object') return ''
  return Object.entries(record as Record<string, unknown>)
    .flatMap(([name, value]) => (CODED.has(name) ? [] : Array.isArray(value) ? value : [value]))
    .filter((value) => value !== null && value !== '' && typeof value !== 'object' && typeof value !== 'boolean')
    .slice(0, 6)
    .join(' · ')
}
