/** Deadlines that the settings know (domain `settings::DeadlineKind`). */
export const DEADLINE_KINDS = [
  'accept_decision',
  'assign',
  'dispatch',
  'sign',
  'send_back',
  'reassign',
  'object_to_unit',
  'first_contact',
  'co_opinion',
  'co_opinion_redo',
  'reply',
  'reply_extended',
  'feedback',
  'rehandle',
  'publish',
] as const
