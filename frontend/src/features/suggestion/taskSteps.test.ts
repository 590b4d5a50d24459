import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { bodyOf, emptyForm, missingFields } from '@/ui/fields'
import { contactBody, contactFields, preReviewBody, preReviewFields } from './taskSteps'

describe('pre-review', () => {
  it('asks for a reason of every item that is not ticked', () => {
    const fields = preReviewFields((key, named) => (named ? `${key} ${String(named.check)}` : key))
    const shown = (met: string[]) => fields.filter((field) => field.when?.({ met }) ?? true).map((field) => field.name)
    expect(shown([])).toHaveLength(8)
    const all = fields[0]?.options?.map((one) => one.value) ?? []
    expect(shown(all)).toEqual(['met'])
    expect(shown(all.filter((one) => one !== 'wording'))).toEqual(['met', 'reason_of_wording'])
    expect(fields.every((field) => field.name === 'met' || field.required)).toBe(true)
  })
  it('sends every item once, ticked or with its reason', () => {
    const { checklist } = preReviewBody({
      met: ['wording', 'signature_ready'],
      reason_of_contact_confirmed: '代表出差，已电话告知。',
    }) as { checklist: { check: string; met: boolean; reason: string | null }[] }
    expect(checklist).toHaveLength(7)
    expect(checklist.find((one) => one.check === 'wording')).toEqual({ check: 'wording', met: true, reason: null })
    expect(checklist.find((one) => one.check === 'contact_confirmed')).toEqual({
      check: 'contact_confirmed',
      met: false,
      reason: '代表出差，已电话告知。',
    })
  })
})

describe('a talk about a protected matter', () => {
  it('can be written down although the unit may name nobody', () => {
    const record = { lead: { id: null, name: '受保护代表' }, cosigners: [] } as unknown as SuggestionResponse
    const fields = contactFields(record, (key) => key)
    const said = { at: '2026-06-10T10:00', person_name: '演分管', person_post: '副局长', summary: '经代表工委转达。' }
    const form = { ...emptyForm(fields), ...said }
    expect(missingFields(fields, form)).toEqual([])
    expect(contactBody(bodyOf(fields, form)).deputy_ids).toEqual([])
  })
})
