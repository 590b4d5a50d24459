import type { PublicationPart, PublicationResponse, SuggestionResponse } from '@/api/gen'
import type { FieldSpec } from '@/ui/fields'
import { optionsOf } from '@/ui/vocabulary'

/** One thing that is decided on: a part, of the letters each one, with the decision that stands (the latest). */
export interface PartRow {
  key: string
  part: PublicationPart
  replyId: string | null
  /** Which letter, in words. */
  name: string | null
  now: PublicationResponse | null
  /** The code with which a proposal would be refused now; null when it may be made. */
  barred: string | null
}

/** The last part of the text key that says why; a decision that stands speaks for itself. */
const REASONS: Record<string, string> = {
  'publication.no_consent': 'consent',
  'publication.attribute': 'attribute',
  'publication.confidential': 'confidential',
  'publication.feedback_not_public': 'feedback',
}
export const barReason = (row: PartRow) => (row.barred ? (REASONS[row.barred] ?? null) : null)

/** 公开内容 of one suggestion in the order of the public page: what the server offers, with the decision that stands. */
export function publicationRows(record: SuggestionResponse): PartRow[] {
  const latest = (part: PublicationPart, replyId: string | null) =>
    record.publications.filter((one) => one.part === part && (one.reply_id ?? null) === replyId).at(-1) ?? null
  return record.publication_options.map(({ part, reply_id, barred }) => {
    const reply = record.replies.find((one) => one.id === reply_id)
    return {
      key: reply_id ? `${part}-${reply_id}` : part,
      part,
      replyId: reply_id ?? null,
      name: reply ? [reply.unit.name, reply.doc_no].filter(Boolean).join(' ') : null,
      now: latest(part, reply_id ?? null),
      barred: barred ?? null,
    }
  })
}

/** It may be proposed: nothing bars it, and no decision is under way or stands. */
export const isProposable = (row: PartRow) => row.barred === null

type T = Parameters<typeof optionsOf>[0]

/** Why something is withheld. */
export const reasonFields = (t: T): FieldSpec[] => [
  { name: 'reason', label: t('suggestion.desk.field.reason'), kind: 'textarea', max: 500, required: true },
]

/** Why something is taken down: what the public is told, and the reason for the files of the congress. */
export const withdrawalFields = (t: T): FieldSpec[] => [
  {
    name: 'class',
    label: t('suggestion.desk.marks.withdrawal_class'),
    hint: t('suggestion.desk.marks.withdrawal_hint'),
    kind: 'select',
    options: optionsOf(t, 'withdrawal_class'),
    required: true,
  },
  ...reasonFields(t),
]
