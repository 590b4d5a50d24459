import { listPublicDeputies } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

/** Deputies in office for a picker, by name. */
export async function searchDeputies(q: string, signal: AbortSignal): Promise<Option[]> {
  const query = { q: q || undefined, limit: 20 }
  const page = await listPublicDeputies({ query, signal })
  return page.items.map((deputy) => ({
    id: deputy.id,
    label: deputy.name,
    hint: deputy.group_name ?? deputy.town_name,
  }))
}
