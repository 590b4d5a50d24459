import type { Option } from './Combobox.vue'

/** One field of a record's form, described once for creating, editing and commands. */
export interface FieldSpec {
  name: string
  label: string
  kind: 'text' | 'textarea' | 'number' | 'date' | 'moment' | 'select' | 'choices' | 'check' | 'pick' | 'picks' | 'files'
  required?: boolean
  hint?: string
  /** What choosing nothing means, where that is not “none”. */
  none?: string
  /** Characters of a text, or number of files. */
  max?: number
  options?: { value: string; label: string; hint?: string }[]
  /** For `pick` and `picks`. */
  search?: (q: string, signal: AbortSignal) => Promise<Option[]>
  /** What `pick` shows of a record that is edited; default: the field beside it, `unit_id` → `unit_name`. */
  labelOf?: (record: Record<string, unknown>) => string
  /** Set when creating only: shown but not changed afterwards. */
  fixed?: boolean
  /** Shown only when this holds. */
  when?: (form: FormValues) => boolean
  initial?: unknown
}
export type FormValues = Record<string, unknown>

const EMPTY: Record<FieldSpec['kind'], () => unknown> = {
  text: () => '',
  textarea: () => '',
  number: () => '',
  date: () => '',
  moment: () => '',
  select: () => '',
  choices: () => [],
  check: () => false,
  pick: () => [],
  picks: () => [],
  files: () => [],
}

export function emptyForm(fields: FieldSpec[]): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, field.initial ?? EMPTY[field.kind]()]))
}

/** `2026-01-13T10:00:00Z` → the local date-time of the congress, as the native control wants it. */
function toLocal(value: string): string {
  return new Date(Date.parse(value) + 8 * 3600_000).toISOString().slice(0, 16)
}

/** The form's values of a record that is edited. */
export function formOf(fields: FieldSpec[], record: Record<string, unknown>): FormValues {
  return Object.fromEntries(
    fields.map((field) => {
      const value = record[field.name]
      if (field.kind === 'pick') {
        const label = field.labelOf?.(record) ?? record[field.name.replace(/_id$/, '_name')]
        return [field.name, value ? [{ id: String(value), label: String(label ?? value) }] : []]
      }
      if (value === null || value === undefined) return [field.name, EMPTY[field.kind]()]
      if (field.kind === 'moment') return [field.name, toLocal(String(value))]
      if (field.kind === 'number') return [field.name, String(value)]
      return [field.name, value]
    }),
  )
}

/** One value as the wire wants it; empty is null. */
export function wireValue(field: FieldSpec, value: unknown): unknown {
  switch (field.kind) {
    case 'number': {
      const raw = String(value ?? '').trim()
      if (raw === '') return null
      // Not a number goes as it is: the server says which field is wrong.
      return Number.isNaN(Number(raw)) ? raw : Number(raw)
    }
    case 'moment':
      return value ? `${String(value)}:00+08:00` : null
    case 'pick':
      return (value as Option[])[0]?.id ?? null
    case 'picks':
      return (value as Option[]).map((option) => option.id)
    case 'check':
      return Boolean(value)
    case 'choices':
    case 'files':
      return value
    default: {
      const text = String(value ?? '').trim()
      return text === '' ? null : text
    }
  }
}

const visible = (fields: FieldSpec[], form: FormValues) => fields.filter((field) => field.when?.(form) ?? true)

/** The body of a creation or command: every visible field. */
export function bodyOf(fields: FieldSpec[], form: FormValues): Record<string, unknown> {
  return Object.fromEntries(visible(fields, form).map((field) => [field.name, wireValue(field, form[field.name])]))
}

/** A merge-patch: only what differs from the record. */
export function patchOf(
  fields: FieldSpec[],
  record: Record<string, unknown>,
  form: FormValues,
): Record<string, unknown> {
  const before = formOf(fields, record)
  const changed = visible(fields, form).filter(
    (field) =>
      !field.fixed &&
      JSON.stringify(wireValue(field, before[field.name])) !== JSON.stringify(wireValue(field, form[field.name])),
  )
  return Object.fromEntries(changed.map((field) => [field.name, wireValue(field, form[field.name])]))
}

/** Names of required fields that are still empty. */
export function missingFields(fields: FieldSpec[], form: FormValues): FieldSpec[] {
  return visible(fields, form).filter((field) => {
    if (!field.required) return false
    const value = wireValue(field, form[field.name])
    return value === null || (Array.isArray(value) && value.length === 0)
  })
}
