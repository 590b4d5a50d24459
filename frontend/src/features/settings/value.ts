/** The rule that a number of a setting makes, as the deadline endpoint reads it: 5 working days → `5wd`. */
export function ruleOf(unit: string, value: unknown): string | null {
  const n = typeof value === 'number' ? value : Number.NaN
  if (!Number.isInteger(n) || n < 1) return null
  if (unit === 'working_days') return `${n}wd`
  if (unit === 'calendar_days') return `${n}d`
  return unit === 'months' ? `${n}m` : null
}

/** What was typed, as the wire wants it; undefined when it is no value of the kind. */
export function readValue(kind: string, typed: string): number | boolean | string | null | undefined {
  const raw = typed.trim()
  if (kind === 'boolean') return raw === 'true'
  if (kind === 'integer') return /^\d+$/.test(raw) ? Number(raw) : undefined
  if (kind === 'day_of_year') {
    if (raw === '') return null
    const match = /^(\d{1,2})-(\d{1,2})$/.exec(raw)
    const [, month = '', day = ''] = match ?? []
    return match && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
      ? `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      : undefined
  }
  return raw === '' ? undefined : raw
}

export function writeValue(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
