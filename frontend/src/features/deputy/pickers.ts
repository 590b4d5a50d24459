import { getJson } from '@/api/transport'
import type { Option } from '@/ui/Combobox.vue'

/** Deputies (代表) of the current term by name. */
export async function searchDeputies(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await getJson<{ items: { id: string; name: string; delegation_name?: string | null }[] }>(
    '/api/v1/deputies',
    { q, limit: 20 },
    signal,
  )
  return page.items.map((deputy) => ({ id: deputy.id, label: deputy.name, hint: deputy.delegation_name ?? undefined }))
}
