import { getJson } from '@/api/transport'
import type { Option } from '@/ui/Combobox.vue'

interface Named {
  id: string
  name: string
  short_name?: string | null
  code?: string
}

/** Units (单位) in force whose name has the typed words. */
export async function searchUnits(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await getJson<{ items: Named[] }>('/api/v1/units', { q, limit: 20 }, signal)
  return page.items.map((unit) => ({
    id: unit.id,
    label: unit.name,
    hint: unit.short_name && unit.short_name !== unit.name ? unit.short_name : undefined,
  }))
}

/** Nodes of the jurisdiction tree (county, towns, streets) by name. */
export async function searchJurisdictions(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await getJson<{ items: Named[] }>('/api/v1/jurisdictions', {}, signal)
  return page.items
    .filter((node) => node.name.includes(q))
    .slice(0, 20)
    .map((node) => ({ id: node.id, label: node.name, hint: node.code }))
}
