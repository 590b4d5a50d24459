import { getJson } from '@/api/transport'
import type { Option } from '@/ui/Combobox.vue'

/** Deputy groups (代表小组) by name. */
export async function searchGroups(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await getJson<{ items: { id: string; name: string }[] }>('/api/v1/groups', { q, limit: 20 }, signal)
  return page.items.map((group) => ({ id: group.id, label: group.name }))
}
