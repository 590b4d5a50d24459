/** Wire words of the suggestion feature, as the domain writes them. Labels: i18n `suggestion.status.…` and so on. */
export const SUGGESTION_STATUSES = [
  'draft',
  'cosigning',
  'submitted',
  'returned',
  'not_accepted',
  'merged',
  'accepted',
  'assigned',
  'handling',
  'replied',
  'evaluated',
  'rehandling',
  'tracking',
  'closed',
  'archived',
  'withdrawn',
] as const
export type SuggestionStatus = (typeof SUGGESTION_STATUSES)[number]

export const RATINGS = ['satisfied', 'basic', 'unsatisfied'] as const
export type Rating = (typeof RATINGS)[number]

export const ORIGINS = [
  'research',
  'symposium',
  'visit',
  'reception',
  'theme',
  'opinion_item',
  'inspection',
  'other',
] as const
export type Origin = (typeof ORIGINS)[number]

export const REPEATED_YEARS = ['none', '2', '3', '3+'] as const
export type RepeatedYears = (typeof REPEATED_YEARS)[number]

export const PUBLISH_CONSENTS = ['full', 'title_only', 'no'] as const
export type PublishConsent = (typeof PUBLISH_CONSENTS)[number]

/** How a status is coloured where it stands as a tag; the word says the same. */
export function statusTone(status: SuggestionStatus): '' | 'ok' | 'warn' | 'active' {
  if (status === 'replied' || status === 'evaluated' || status === 'closed' || status === 'archived') return 'ok'
  if (status === 'returned' || status === 'rehandling' || status === 'tracking') return 'warn'
  if (status === 'not_accepted' || status === 'withdrawn' || status === 'merged' || status === 'draft') return ''
  return 'active'
}
