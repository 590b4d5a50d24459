import { listSuggestions } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

/** Suggestions (代表建议) by number or words of the title. */
export async function searchSuggestions(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listSuggestions({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({ id: one.id, label: one.title, hint: one.official_ref ?? undefined }))
}
