import type { Origin, PublishConsent, Rating, RepeatedYears, SuggestionStatus, UnsatisfiedReason } from '@/api/gen'

export type { Origin, PublishConsent, Rating, RepeatedYears, SuggestionStatus, UnsatisfiedReason }

/** Wire words of the suggestion feature, as the domain writes them. Labels: i18n `suggestion.status.…` and so on. */
export const RATINGS = ['satisfied', 'basic', 'unsatisfied'] as const satisfies readonly Rating[]

export const ORIGINS = [
  'research',
  'symposium',
  'visit',
  'reception',
  'theme',
  'opinion_item',
  'inspection',
  'other',
] as const satisfies readonly Origin[]

export const REPEATED_YEARS = ['none', '2', '3', '3+'] as const satisfies readonly RepeatedYears[]

export const PUBLISH_CONSENTS = ['full', 'title_only', 'no'] as const satisfies readonly PublishConsent[]

/** 不满意原因. Labels: i18n `suggestion.unsatisfied_reason`. */
export const UNSATISFIED_REASONS = [
  'no_talk',
  'not_point_by_point',
  'perfunctory',
  'unsolved',
  'not_true',
  'promise_vague',
  'passed_on',
  'late',
  'manner',
  'other',
] as const satisfies readonly UnsatisfiedReason[]

/** How a status is coloured where it stands as a tag; the word says the same. */
export function statusTone(status: SuggestionStatus): '' | 'ok' | 'warn' | 'active' {
  if (status === 'replied' || status === 'evaluated' || status === 'closed' || status === 'archived') return 'ok'
  if (status === 'returned' || status === 'rehandling' || status === 'tracking') return 'warn'
  if (
    status === 'not_accepted' ||
    status === 'withdrawn' ||
    status === 'merged' ||
    status === 'draft' ||
    status === 'deleted'
  )
    return ''
  return 'active'
}
