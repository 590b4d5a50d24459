import type { ViewResponse } from '@/api/gen'

/** The address of a list that has views: its filters, and the columns that are shown. */
export type Address = Record<string, string>

/** What a view says, as the list's address. */
export function addressOf(view: Pick<ViewResponse, 'filters' | 'columns'>): Address {
  return view.columns.length > 0 ? { ...view.filters, columns: view.columns.join(',') } : { ...view.filters }
}

/** The other way round: what is saved of an address. */
export function viewOf(address: Address): { filters: Address; columns: string[] } {
  const { columns = '', ...filters } = address
  return { filters, columns: columns.split(',').filter(Boolean) }
}

/** Whether the list stands as the view says. */
export function isShown(view: Pick<ViewResponse, 'filters' | 'columns'>, address: Address): boolean {
  const wanted = addressOf(view)
  const names = new Set([...Object.keys(wanted), ...Object.keys(address)])
  return [...names].every((name) => wanted[name] === address[name])
}

/** One of a list, moved up or down. */
export function moved<T>(all: T[], at: number, by: number): T[] {
  const to = at + by
  if (to < 0 || to >= all.length) return all
  const next = [...all]
  next.splice(to, 0, ...next.splice(at, 1))
  return next
}

/** The columns that are shown, in their order; those that there are no more are left out. None chosen: all. */
export function columnsShown<C extends { key: string }>(all: C[], chosen: string): C[] {
  const keys = chosen.split(',').filter(Boolean)
  const shown = keys.flatMap((key) => all.filter((column) => column.key === key))
  return shown.length > 0 ? shown : all
}
