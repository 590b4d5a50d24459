import type { Option } from '@/ui/Combobox.vue'
import type { FieldError } from '@/ui/formErrors'
import type { Origin, PublishConsent, RepeatedYears } from '../words'

/** What a deputy writes (建议草稿). Text and wishes of the suggestion; co-signers are invited separately. */
export interface DraftContent {
  title: string
  facts: string
  analysis: string
  proposals: string[]
  origin: Origin
  origin_ref: string
  repeated_years: RepeatedYears
  publish_consent: PublishConsent
  publish_reason: string
  /** 申请姓名保护: the reason; empty: not asked for. */
  ask_protection: string
  want_contact: boolean
  reference_only: boolean
  open_for_cosign: boolean
  preferred_units: Option[]
  /** Chosen elsewhere (desk, later issue); carried along so that saving does not lose them. */
  contact_person_id: string | null
  attachment_ids: string[]
}

/** Longest texts, as the domain has them (§3.8.1). */
export const LIMITS = { title: 50, facts: 5000, analysis: 5000, proposal: 1000, proposals: 20, reason: 500 } as const

export const emptyDraft = (): DraftContent => ({
  title: '',
  facts: '',
  analysis: '',
  proposals: [''],
  origin: 'research',
  origin_ref: '',
  repeated_years: 'none',
  publish_consent: 'full',
  publish_reason: '',
  ask_protection: '',
  want_contact: true,
  reference_only: false,
  open_for_cosign: false,
  preferred_units: [],
  contact_person_id: null,
  attachment_ids: [],
})

export const isBlank = (draft: DraftContent) =>
  [draft.title, draft.facts, draft.analysis, ...draft.proposals].every((text) => text.trim() === '')

export const TITLE_PATTERN = /^关于.+的建议$/

/** “停车难” → “关于停车难的建议”; a title that already has the form stays as it is. */
export function suggestTitle(typed: string): string {
  const text = typed.trim()
  if (text === '' || TITLE_PATTERN.test(text)) return text
  const core = text
    .replace(/^关于/, '')
    .replace(/的?建议[。.]?$/, '')
    .replace(/[。.]$/, '')
  return core === '' ? text : `关于${core}的建议`
}

export const WRITE_STEPS = ['matter', 'proposals', 'wishes', 'cosigners', 'preview'] as const
export type WriteStep = (typeof WRITE_STEPS)[number]

/** Which step a field stands on: a refused submission leads there. */
export function stepOf(field: string): WriteStep {
  if (field === 'title' || field === 'facts') return 'matter'
  if (field === 'analysis' || field.startsWith('proposals')) return 'proposals'
  if (field.startsWith('cosigner')) return 'cosigners'
  return 'wishes'
}

type Translate = (key: string, named?: Record<string, unknown>) => string
const length = (text: string) => [...text].length

/** What is still missing before the draft can be submitted; the server checks again. */
export function draftErrors(draft: DraftContent, t: Translate): FieldError[] {
  const errors: FieldError[] = []
  const add = (field: string, key: string, named: Record<string, unknown> = {}) =>
    errors.push({ field, message: t(`suggestion.deputy.write.error.${key}`, named) })
  if (draft.title.trim() === '') add('title', 'title_missing')
  else if (!TITLE_PATTERN.test(draft.title.trim())) add('title', 'title_form')
  if (length(draft.title) > LIMITS.title) add('title', 'too_long', { max: LIMITS.title })
  if (draft.facts.trim() === '') add('facts', 'facts_missing')
  if (length(draft.facts) > LIMITS.facts) add('facts', 'too_long', { max: LIMITS.facts })
  if (length(draft.analysis) > LIMITS.analysis) add('analysis', 'too_long', { max: LIMITS.analysis })
  if (draft.proposals.every((text) => text.trim() === '')) add('proposals.0', 'proposal_missing')
  draft.proposals.forEach((text, i) => {
    if (length(text) > LIMITS.proposal) add(`proposals.${i}`, 'too_long', { max: LIMITS.proposal })
  })
  if (draft.publish_consent === 'no' && draft.publish_reason.trim() === '') add('publish_reason', 'reason_missing')
  return errors
}

const FIELDS = Object.keys(emptyDraft()) as (keyof DraftContent)[]
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export interface Merge {
  merged: DraftContent
  /** Fields that both sides changed differently; `merged` holds mine until the person decides. */
  conflicts: (keyof DraftContent)[]
}

/**
 * Brings two versions of a draft together, field by field, from what they had in common: a change on one side only is taken,
 * equal changes agree, different ones are for the person to decide.
 */
export function mergeDrafts(base: DraftContent, mine: DraftContent, theirs: DraftContent): Merge {
  const merged = { ...mine }
  const conflicts: (keyof DraftContent)[] = []
  for (const field of FIELDS) {
    if (same(mine[field], theirs[field])) continue
    if (same(mine[field], base[field])) (merged[field] as unknown) = theirs[field]
    else if (!same(theirs[field], base[field])) conflicts.push(field)
  }
  return { merged, conflicts }
}

export function sameDraft(a: DraftContent, b: DraftContent): boolean {
  return FIELDS.every((field) => same(a[field], b[field]))
}
