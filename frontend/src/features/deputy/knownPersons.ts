import { findPersons, listPersons, type PersonResponse } from '@/api/gen'

/** What of a form says who somebody is; incomplete numbers are left alone. */
export interface Identity {
  name: string
  birth_on: string
  mobile: string
  id_no: string
}

const half = (text: string) => text.normalize('NFKC').replaceAll(/[\s-]/g, '')

/** A whole mobile number (手机号码) in what was typed, full-width digits and gaps allowed. */
export const wholeMobile = (text: string) => (/^1\d{10}$/.test(half(text)) ? half(text) : null)
/** A whole identity number (身份证号码). */
export const wholeIdNo = (text: string) => (/^\d{17}[\dXx]$/.test(half(text)) ? half(text).toUpperCase() : null)
/** Digits of a number that is not complete yet: no name, and not to be sent in an address. */
export const isPartOfNumber = (text: string) => /^\d{4,}[Xx]?$/.test(half(text))

export type Match = 'id_no' | 'mobile' | 'name'
export interface Known {
  person: PersonResponse
  by: Match
}

/**
 * 查重: persons on record with the same identity number, mobile, or name and day of birth, the surest first.
 * Numbers are asked for in the body; a number the server finds wrong is no match, its own form says so.
 */
export async function knownPersons(who: Identity, signal: AbortSignal): Promise<Known[]> {
  const find = async (field: 'mobile' | 'id_no', value: string | null) =>
    value ? (await findPersons({ body: { field, value }, signal }).catch(() => ({ items: [] }))).items : []
  const named = async () => {
    const name = who.name.trim()
    if (name.length < 2 || !who.birth_on) return []
    const page = await listPersons({ query: { q: name, limit: 50 }, signal }).catch(() => ({ items: [] }))
    return page.items.filter((one) => one.name === name && one.birth_on === who.birth_on)
  }
  const [byId, byMobile, byName] = await Promise.all([
    find('id_no', wholeIdNo(who.id_no)),
    find('mobile', wholeMobile(who.mobile)),
    named(),
  ])
  const found: Known[] = [
    ...byId.map((person) => ({ person, by: 'id_no' as const })),
    ...byMobile.map((person) => ({ person, by: 'mobile' as const })),
    ...byName.map((person) => ({ person, by: 'name' as const })),
  ]
  return found.filter((one, i) => found.findIndex((other) => other.person.id === one.person.id) === i)
}
