import { findPersons, listDelegations, listDeputies, listPersons } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'
import { isPartOfNumber, wholeIdNo, wholeMobile } from './knownPersons'

/** Deputies (代表) by name or certificate number. */
export async function searchDeputies(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listDeputies({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({
    id: one.id,
    label: one.name,
    hint: [one.delegation_name ?? one.jurisdiction_name, one.cert_no].filter(Boolean).join(' · '),
  }))
}

/** Persons (自然人) by name, or by a whole mobile or identity number: numbers travel in the body only. */
export async function searchPersons(q: string, signal: AbortSignal): Promise<Option[]> {
  const ask = () => {
    const [mobile, idNo] = [wholeMobile(q), wholeIdNo(q)]
    if (mobile) return findPersons({ body: { field: 'mobile', value: mobile }, signal })
    if (idNo) return findPersons({ body: { field: 'id_no', value: idNo }, signal })
    if (isPartOfNumber(q)) return Promise.resolve({ items: [] })
    return listPersons({ query: { q: q || undefined, limit: 20 }, signal })
  }
  const page = await ask()
  return page.items.map((one) => ({
    id: one.id,
    label: one.name,
    hint: [one.birth_on, one.mobile].filter(Boolean).join(' · '),
  }))
}

/** Delegations (代表团). */
export async function searchDelegations(q: string, signal: AbortSignal): Promise<Option[]> {
  const page = await listDelegations({ query: { q: q || undefined, limit: 20 }, signal })
  return page.items.map((one) => ({ id: one.id, label: one.name, hint: one.term_name }))
}
