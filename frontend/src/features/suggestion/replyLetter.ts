import type { CommitmentResponse, ReplyDraft, SuggestionResponse } from '@/api/gen'
import { formatDay } from '@/ui/dates'

type Translate = (key: string, named?: Record<string, unknown>) => string

/** 对县十八届人大五次会议第063号建议的答复; before there is a number, by the title, which begins with 关于 itself. */
export function letterTitle(record: { official_title?: string | null; title: string }, t: Translate): string {
  return record.official_title
    ? t('suggestion.desk.reply.title_official', { title: record.official_title })
    : t('suggestion.desk.reply.title', { title: record.title })
}

/** The paragraphs of a reply as the letter prints them: body, point by point, promises, contact. */
export function replyParagraphs(content: ReplyDraft, proposals: string[], t: Translate): string[] {
  const points = (content.points ?? []).filter((point) => point.answer.trim() !== '')
  const promises = content.promises ?? []
  return [
    ...content.body.split(/\n+/).filter((part) => part.trim() !== ''),
    ...points.flatMap((point) => [
      `# ${t('suggestion.desk.reply.point', { n: point.proposal_no, text: clip(proposals[point.proposal_no - 1] ?? '') })}`,
      point.answer,
    ]),
    ...(content.reason ? [content.reason] : []),
    ...(promises.length > 0 ? [`# ${t('suggestion.desk.reply.promises')}`] : []),
    ...promises.map((one) =>
      t('suggestion.desk.reply.promise', { text: one.text, responsible: one.responsible, due: formatDay(one.due) }),
    ),
    ...(content.contact_name
      ? [t('suggestion.desk.reply.contact', { name: content.contact_name, phone: content.contact_phone ?? '' })]
      : []),
  ]
}

const clip = (text: string) => ([...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text)

/** A letter that says “solved” shows it: a photo or a document. */
export const needsEvidence = (category: string) => category === 'resolved'
/** Categories that need a dated promise, and those that need a reason (domain specification §3.8.6). */
export const needsPromise = (category: string) => category === 'in_progress' || category === 'planned'
export const needsReason = (category: string) => category === 'deferred' || category === 'reference'

/** What is still missing before the reply can go to pre-review; the server checks the same. */
export function replyGaps(content: ReplyDraft, proposals: string[]): string[] {
  const gaps: string[] = []
  const answered = new Set(
    (content.points ?? []).filter((point) => point.answer.trim()).map((point) => point.proposal_no),
  )
  if (proposals.some((_, i) => !answered.has(i + 1))) gaps.push('points')
  if (needsPromise(content.category) && !(content.promises ?? []).some((one) => one.text.trim() && one.due))
    gaps.push('promises')
  if (needsEvidence(content.category) && (content.evidence_ids ?? []).length === 0) gaps.push('evidence')
  if (needsReason(content.category) && !content.reason?.trim()) gaps.push('reason')
  if (!content.contact_name?.trim() || !content.contact_phone?.trim()) gaps.push('contact')
  if (content.publish_attr !== 'active' && !content.publish_reason?.trim()) gaps.push('publish_reason')
  return gaps
}

/** Promises of a unit that a further letter may report as kept: those that the committee has accepted, of any round. */
export function keptPromises(
  record: Pick<SuggestionResponse, 'tasks' | 'commitments'>,
  taskId: string,
): CommitmentResponse[] {
  const unit = record.tasks.find((task) => task.id === taskId)?.unit.id
  return record.commitments.filter((one) => one.unit.id === unit && one.status === 'accepted')
}
