import { getJson } from '@/api/transport'
import type { Option } from '@/ui/Combobox.vue'

/** Deputies in office for a picker, by name, group or delegation. */
export async function searchDeputies(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await getJson<{ items: { id: string; name: string; group?: string | null }[] }>(
    '/api/v1/deputies',
    { q, limit: 20 },
    signal,
  )
  return page.items.map((deputy) => ({ id: deputy.id, label: deputy.name, hint: deputy.group ?? undefined }))
}
