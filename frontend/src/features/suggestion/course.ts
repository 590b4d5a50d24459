import { formatDay } from '@/ui/dates'
import type { SpineStep } from '@/ui/spine'
import type { SuggestionResponse } from '@/api/gen'

type Translate = (key: string, named?: Record<string, unknown>) => string

const names = (all: { name: string }[], t: Translate) => all.map((one) => one.name).join(t('common.separator'))

/** Whose turn it is, in words: “县住建局（办理）”. On a unit's task others have their turn, too: the arbiter, the reviewer. */
export function turnText(turn: SuggestionResponse['turns'][number], t: Translate): string {
  const unit = turn.who === 'unit' || turn.who === 'unit_leader' ? turn.unit?.name : null
  const who = unit ?? turn.deputy?.name ?? turn.who_label
  return t('suggestion.turn_text', { who, what: t(`suggestion.turn.${turn.key}`) })
}

/**
 * 办理脉络 of one suggestion from its own dates: what happened, who did it, and at the end whose turn it is now.
 * Sorted by time, so that a contact before the reply stands before the reply.
 */
export function courseOf(suggestion: SuggestionResponse, t: Translate, lang?: string): SpineStep[] {
  const steps: SpineStep[] = []
  const done = (
    id: string,
    at: string | null | undefined,
    title: string,
    who?: string | null,
    note?: string | null,
  ) => {
    if (at) steps.push({ id, state: 'done', title, at, who, note })
  }
  const confirmed = suggestion.cosigners.filter((cosigner) => cosigner.status === 'confirmed')
  done(
    'submitted',
    suggestion.submitted_at,
    t('suggestion.course.submitted'),
    suggestion.lead.name,
    confirmed.length > 0
      ? t('suggestion.course.cosigned', {
          n: confirmed.length,
          names: names(
            confirmed.map((c) => c.deputy),
            t,
          ),
        })
      : null,
  )
  suggestion.review_remarks.forEach((remark, i) =>
    done(
      `remark-${i}`,
      remark.at,
      t(`suggestion.course.${remark.decision}`),
      t('suggestion.course.committee'),
      remark.text,
    ),
  )
  done(
    'accepted',
    suggestion.accepted_at,
    t('suggestion.course.accepted', { no: suggestion.official_no ?? '' }),
    t('suggestion.course.committee'),
  )
  const kinds = suggestion.round > 1 ? ['rehandle'] : ['extended', 'reply']
  const due = kinds.map((kind) => suggestion.dues.find((one) => one.kind === kind)).find(Boolean)
  for (const task of suggestion.tasks) {
    const role = t(`suggestion.task_role.${task.role}`)
    const back = task.send_backs.findLast((one) => one.verdict === 'agreed')
    const runs = task.role !== 'co' && task.round === suggestion.round && task.status !== 'cancelled'
    done(
      `assigned-${task.id}`,
      task.assigned_at,
      t(task.round > 1 ? 'suggestion.course.again' : 'suggestion.course.assigned', {
        unit: task.unit.name,
        role,
        n: task.round,
      }),
      null,
      back
        ? t('suggestion.course.sent_back', { reason: back.reason })
        : due && runs
          ? t('suggestion.course.due', { on: formatDay(due.on, lang) })
          : null,
    )
    done(`signed-${task.id}`, task.signed_at, t('suggestion.course.signed', { unit: task.unit.name }))
    for (const contact of task.contacts) {
      done(
        `contact-${contact.id}`,
        contact.at,
        t(contact.counts ? 'suggestion.course.met' : 'suggestion.course.contacted'),
        task.unit.name,
        contact.summary,
      )
    }
  }
  for (const reply of suggestion.replies) {
    done(
      `reply-${reply.id}`,
      reply.issued_at,
      t('suggestion.course.replied', { letter: reply.category_letter }),
      reply.unit.name,
      reply.doc_no,
    )
  }
  for (const feedback of suggestion.feedbacks) {
    done(
      `feedback-${feedback.id}`,
      feedback.submitted_at,
      t('suggestion.course.evaluated'),
      feedback.deputy.name,
      t('suggestion.course.ratings', {
        attitude: t(`suggestion.rating.${feedback.attitude}`),
        result: t(`suggestion.rating.${feedback.result}`),
      }),
    )
  }
  done('closed', suggestion.closed_at, t('suggestion.course.closed'))
  steps.sort((a, b) => Date.parse(a.at ?? '') - Date.parse(b.at ?? ''))
  if (['withdrawn', 'not_accepted', 'merged'].includes(suggestion.status)) {
    steps.push({ id: 'stopped', state: 'stopped', title: suggestion.status_label })
  }
  suggestion.turns.forEach((turn, i) =>
    steps.push({
      id: `turn-${i}`,
      state: 'current',
      title: turnText(turn, t),
      note: turn.due_on ? t('suggestion.course.until', { on: formatDay(turn.due_on, lang) }) : null,
    }),
  )
  return steps
}
