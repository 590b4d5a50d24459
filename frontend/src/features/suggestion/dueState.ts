import type { SuggestionDeadline, SuggestionResponse } from '@/api/gen'

/** `running`: someone must still act · `met`: it was done · `past`: a right that lapsed, or a clock that no longer counts. */
export type DueState = 'running' | 'met' | 'past'

/** What became of a deadline. The server counts the days; whether they still matter stands in the record. */
export function dueState(
  due: Pick<SuggestionDeadline, 'kind' | 'task_id' | 'left'>,
  record: SuggestionResponse,
): DueState {
  const task = due.task_id ? record.tasks.find((one) => one.id === due.task_id) : undefined
  const late = (due.left.days_late ?? 0) > 0
  const met = (done: unknown): DueState => (done ? 'met' : ended ? 'past' : 'running')
  const ended =
    ['withdrawn', 'not_accepted', 'merged', 'closed', 'archived', 'deleted'].includes(record.status) ||
    (task ? ['cancelled', 'sent_back'].includes(task.status) : false)
  const stepDone = (name: string) => task?.steps.some((step) => step.step === name && step.done) ?? false
  switch (due.kind) {
    case 'accept':
      return met(record.accepted_at ?? record.review_remarks.length > 0)
    case 'assign':
    case 'reassign':
      return met(record.assigned_at && record.status !== 'accepted')
    case 'sign':
      return met(task?.signed_at)
    case 'dispatch':
      return met(stepDone('dispatch'))
    case 'first_contact':
      return met((task?.contacts.length ?? 0) > 0)
    case 'co_opinion':
    case 'co_opinion_redo':
      return met(stepDone('co_opinion') || task?.status === 'co_opinion_issued')
    // Rights that simply lapse.
    case 'object':
    case 'send_back':
      return late || ended || Boolean(task?.signed_at) ? 'past' : 'running'
    case 'pre_review':
      return task?.status === 'pre_review' ? 'running' : met(stepDone('pre_review'))
    case 'feedback':
      return met(record.ratings_due.length === 0 && record.status !== 'replied')
    case 'publish':
      return met(record.publications.some((part) => part.status !== 'proposed'))
    case 'commitment':
      return met(record.commitments.every((one) => ['accepted', 'changed', 'failed'].includes(one.status)))
    default:
      return met(
        task
          ? record.replies.some((reply) => reply.task_id === task.id && reply.issued_at)
          : record.replied_at && record.status !== 'rehandling',
      )
  }
}
