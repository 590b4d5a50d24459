import { listGroups } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

/** Deputy groups (代表小组) by name. */
export async function searchGroups(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listGroups({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((group) => ({ id: group.id, label: group.name, hint: group.term_name }))
}
