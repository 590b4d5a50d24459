import type {
  PublicationPart,
  PublicationResponse,
  PublicSuggestion,
  RedactionDto,
  SuggestionResponse,
} from '@/api/gen'
import type { SpineStep } from '@/ui/spine'

const MASK = '＊'

/** Characters from `start` up to before `end` of the field, covered as the server covers them. */
export function maskText(text: string, field: string, redactions: RedactionDto[]): string {
  const marks = redactions.filter((one) => one.field === field)
  return [...text].map((c, i) => (marks.some((one) => i >= one.start && i < one.end) ? MASK : c)).join('')
}

/** Every place where a piece of text stands in the fields of a part. */
export function redactionsOf(piece: string, kind: string, fields: { field: string; text: string }[]): RedactionDto[] {
  const wanted = [...piece]
  if (wanted.length === 0) return []
  return fields.flatMap(({ field, text }) => {
    const chars = [...text]
    const found: RedactionDto[] = []
    for (let i = 0; i + wanted.length <= chars.length; i++) {
      if (!wanted.every((c, j) => chars[i + j] === c)) continue
      found.push({ field, start: i, end: i + wanted.length, kind })
      i += wanted.length - 1
    }
    return found
  })
}

/** What never goes out: telephone numbers and identity numbers that stand in a text. */
export function findPrivate(fields: { field: string; text: string }[]): RedactionDto[] {
  const patterns: [string, RegExp][] = [
    ['id_number', /(?<!\d)\d{17}[\dXx](?!\d)/g],
    ['phone', /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)/g],
  ]
  const pieces = new Map<string, string>()
  for (const { text } of fields)
    for (const [kind, pattern] of patterns) for (const match of text.matchAll(pattern)) pieces.set(match[0], kind)
  return [...pieces].flatMap(([piece, kind]) => redactionsOf(piece, kind, fields))
}

/** The texts of one part, by the names that redactions use. */
export function fieldsOf(record: SuggestionResponse, part: PublicationPart, replyId?: string | null) {
  const reply = record.replies.find((one) => one.id === replyId)
  switch (part) {
    case 'title':
      return [{ field: 'title', text: record.title }]
    case 'text':
      return [
        { field: 'title', text: record.title },
        { field: 'facts', text: record.facts },
        { field: 'analysis', text: record.analysis },
        ...record.proposals.map((text, i) => ({ field: `proposals/${i}`, text })),
      ]
    case 'reply':
      return reply
        ? [
            { field: 'body', text: reply.content.body },
            ...(reply.content.points ?? []).map((point, i) => ({ field: `points/${i}`, text: point.answer })),
          ]
        : []
    default:
      return []
  }
}

type Part = Pick<PublicationResponse, 'part' | 'reply_id' | 'status' | 'redactions'>

/**
 * The story as a citizen would read it if exactly these parts were public: same parts, same masks as the server's page
 * (domain `public_view`). Null when there would be no page: it needs at least its title.
 */
export function citizenView(
  record: SuggestionResponse,
  parts: Part[],
  course: SpineStep[],
  categoryWord: (code: string) => string = (code) => code,
): PublicSuggestion | null {
  const of = (part: PublicationPart, reply?: string) =>
    parts.find((one) => one.part === part && (reply === undefined || one.reply_id === reply))
  const text = of('text')
  const shown = text ?? of('title')
  if (!shown) return null
  const progress = of('status') !== undefined
  const replies = record.replies.filter((reply) => reply.issued_at && of('reply', reply.id))
  const feedback = of('feedback') ? record.feedbacks.at(-1) : undefined
  const units = record.tasks.filter((task) => task.role !== 'co' && task.tier === 'unit').map((task) => task.unit.name)
  const day = (at: string | null | undefined) => at?.slice(0, 10) ?? null
  return {
    id: record.id,
    // The public page names the number without the word that follows it.
    reference: (record.official_title ?? record.official_no ?? '').replace(/建议$/, ''),
    title: maskText(record.title, 'title', shown.redactions),
    category: record.category,
    status: progress ? record.status : null,
    status_label: progress ? record.status_label : null,
    lead_deputy: record.lead.name,
    lead_deputy_id: null,
    cosigner_count: record.cosigners.filter((one) => one.status === 'confirmed').length,
    lead_units: progress || replies.length > 0 ? units : [],
    submitted_on: day(record.submitted_at),
    assigned_on: progress ? day(record.assigned_at) : null,
    replied_on: day(replies[0]?.issued_at),
    reply_letter: replies.length > 0 ? record.result_letter : null,
    result_rating: feedback?.result ?? null,
    facts: text ? maskText(record.facts, 'facts', text.redactions) : null,
    analysis: text && record.analysis ? maskText(record.analysis, 'analysis', text.redactions) : null,
    proposals: text ? record.proposals.map((one, i) => maskText(one, `proposals/${i}`, text.redactions)) : [],
    steps: progress
      ? course
          .filter((step) => step.state === 'done')
          .map((step) => ({ kind: step.id, title: step.title, on: step.at, who: step.who }))
      : [],
    replies: replies.map((reply) => {
      const marks = of('reply', reply.id)?.redactions ?? []
      return {
        id: reply.id,
        unit: reply.unit.name,
        doc_no: reply.doc_no ?? '',
        letter: reply.category_letter,
        category: categoryWord(reply.category),
        kind: reply.kind,
        issued_on: day(reply.issued_at) ?? '',
        body: maskText(reply.content.body, 'body', marks),
        points: (reply.content.points ?? []).map((point, i) => ({
          proposal_no: point.proposal_no,
          answer: maskText(point.answer, `points/${i}`, marks),
        })),
      }
    }),
    promises:
      replies.length > 0
        ? record.commitments.map((one) => ({
            text: one.text,
            responsible: one.unit.name,
            due_on: one.due,
            status: one.status,
            status_label: one.status_label,
          }))
        : [],
    evaluation: feedback
      ? { attitude: feedback.attitude, result: feedback.result, on: day(feedback.submitted_at) ?? '' }
      : null,
  }
}
