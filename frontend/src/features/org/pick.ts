import { getJson } from '@/api/transport'
import type { Option } from '@/ui/Combobox.vue'

/** Units for a picker, by name or short name. */
export async function searchUnits(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await getJson<{ items: { id: string; name: string; kind_label?: string }[] }>(
    '/api/v1/units',
    { q, limit: 20 },
    signal,
  )
  return page.items.map((unit) => ({ id: unit.id, label: unit.name, hint: unit.kind_label }))
}
