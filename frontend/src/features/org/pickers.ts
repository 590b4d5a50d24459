import { listConstituencies, listJurisdictions, listTerms, listUnits } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

/** Units (单位) whose name has the typed words. */
export async function searchUnits(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listUnits({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items
    .filter((unit) => !unit.valid_to)
    .map((unit) => ({
      id: unit.id,
      label: unit.name,
      hint: unit.short_name === unit.name ? undefined : unit.short_name,
    }))
}

/** Nodes of the jurisdiction tree (county, towns, streets) by name. */
export async function searchJurisdictions(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listJurisdictions({ query: { q: q || undefined, limit: 50 }, signal })
  return page.items.map((node) => ({ id: node.id, label: node.name, hint: node.parent_name ?? undefined }))
}

/** Terms (届). */
export async function searchTerms(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listTerms({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((term) => ({ id: term.id, label: term.name, hint: term.jurisdiction_name }))
}

/** Constituencies (选区). */
export async function searchConstituencies(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listConstituencies({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({ id: one.id, label: one.name, hint: `${one.jurisdiction_name} · ${one.term_name}` }))
}
