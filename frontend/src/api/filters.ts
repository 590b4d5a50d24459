/** How one filter of a list is written in the address. `null` means “not set” and is left out. */
export interface Filter<T> {
  parse: (raw: string | null) => T
  format: (value: T) => string | null
}
export type Filters = Record<string, Filter<never>>
export type FilterValues<S> = { [K in keyof S]: S[K] extends Filter<infer T> ? T : never }

/** Free text or an id; empty is not set. */
export const text = (): Filter<string> => ({ parse: (raw) => raw ?? '', format: (value) => value.trim() || null })

/** One of a fixed list; anything else in the address falls back. */
export const oneOf = <T extends string>(values: readonly T[], fallback: T): Filter<T> => ({
  parse: (raw) => (values.includes(raw as T) ? (raw as T) : fallback),
  format: (value) => (value === fallback ? null : value),
})

/** Several of a fixed list, joined by commas. */
export const anyOf = <T extends string>(values: readonly T[]): Filter<T[]> => ({
  parse: (raw) => (raw ?? '').split(',').filter((part): part is T => values.includes(part as T)),
  format: (value) => value.join(',') || null,
})

export const flag = (): Filter<boolean> => ({
  parse: (raw) => raw === 'true',
  format: (value) => (value ? 'true' : null),
})

/** A date `YYYY-MM-DD`; nonsense in the address is not set. */
export const day = (): Filter<string> => ({
  parse: (raw) => (raw && /^\d{4}-\d{2}-\d{2}$/.test(raw) ? raw : ''),
  format: (value) => value || null,
})

type Raw = Record<string, unknown>
const single = (value: unknown): string | null => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : null
}

export function parseFilters<S>(specs: S, query: Raw): FilterValues<S> {
  const entries = Object.entries(specs as Record<string, Filter<unknown>>)
  return Object.fromEntries(entries.map(([name, spec]) => [name, spec.parse(single(query[name]))])) as FilterValues<S>
}

/** The address's query of these values: only what differs from the default. */
export function formatFilters<S>(specs: S, values: FilterValues<S>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, spec] of Object.entries(specs as Record<string, Filter<unknown>>)) {
    const formatted = spec.format(values[name as keyof FilterValues<S>])
    if (formatted !== null) out[name] = formatted
  }
  return out
}

/** Names in an old address that the list has no more, or that hold a value that it has no more. */
export function unusableFilters<S>(specs: S, query: Record<string, string>): string[] {
  const known = formatFilters(specs, parseFilters(specs, query))
  return Object.keys(query).filter((name) => known[name] !== query[name])
}
