import type { PublicationPart, PublicationResponse, SuggestionResponse } from '@/api/gen'

/** One thing that is decided on: a part, of the letters each one, with the decision that stands (the latest). */
export interface PartRow {
  key: string
  part: PublicationPart
  replyId: string | null
  /** Which letter, in words. */
  name: string | null
  now: PublicationResponse | null
  /** Why it cannot be proposed, as the last part of a text key; null when it can. */
  barred: 'consent' | 'attribute' | 'confidential' | null
}

/** 公开内容 of one suggestion in the order of the public page. Feedback stands only where the scheme has published it once. */
export function publicationRows(record: SuggestionResponse): PartRow[] {
  const latest = (part: PublicationPart, replyId: string | null) =>
    record.publications.filter((one) => one.part === part && (one.reply_id ?? null) === replyId).at(-1) ?? null
  const closed = record.confidential || record.names_hidden_from_units
  const consent = record.publish_consent
  const bar = (needsFull: boolean): PartRow['barred'] => {
    if (closed) return 'confidential'
    return consent === 'no' || (needsFull && consent !== 'full') ? 'consent' : null
  }
  const row = (part: PublicationPart, barred: PartRow['barred']): PartRow => ({
    key: part,
    part,
    replyId: null,
    name: null,
    now: latest(part, null),
    barred,
  })
  return [
    row('title', bar(false)),
    row('text', bar(true)),
    ...record.replies
      .filter((reply) => reply.issued_at)
      .map((reply): PartRow => ({
        key: `reply-${reply.id}`,
        part: 'reply',
        replyId: reply.id,
        name: [reply.unit.name, reply.doc_no].filter(Boolean).join(' '),
        now: latest('reply', reply.id),
        barred: bar(true) ?? (reply.content.publish_attr === 'active' ? null : 'attribute'),
      })),
    row('status', bar(false)),
    ...(record.feedbacks.length > 0 ? [row('feedback', bar(true))] : []),
  ]
}

/** It may be proposed: nothing bars it, and no decision is under way or stands. */
export const isProposable = (row: PartRow) =>
  row.barred === null && row.now?.status !== 'proposed' && row.now?.status !== 'released'
