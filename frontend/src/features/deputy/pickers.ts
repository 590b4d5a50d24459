import { listDelegations, listDeputies, listPersons } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

/** Deputies (代表) by name or certificate number. */
export async function searchDeputies(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listDeputies({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({
    id: one.id,
    label: one.name,
    hint: [one.delegation_name ?? one.jurisdiction_name, one.cert_no].filter(Boolean).join(' · '),
  }))
}

/** Persons (自然人) by name. */
export async function searchPersons(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listPersons({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({ id: one.id, label: one.name, hint: one.birth_on }))
}

/** Delegations (代表团). */
export async function searchDelegations(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listDelegations({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({ id: one.id, label: one.name, hint: one.term_name }))
}
