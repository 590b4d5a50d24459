import { listUnits } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

/** Units for a picker, by name or short name. */
export async function searchUnits(q: string, signal: AbortSignal): Promise<Option[]> {
  const query = { q: q || undefined, limit: 20 }
  const page = await listUnits({ query, signal })
  return page.items.map((unit) => ({ id: unit.id, label: unit.name, hint: unit.jurisdiction_name }))
}
