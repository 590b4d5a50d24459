import type { HandlingTaskResponse } from '@/api/gen'
import { TASK_STEPS } from './taskSteps'

/** Commands that bring a step of the unit's list about, the likeliest first. */
const DOES: Record<string, string[]> = {
  sign: ['sign'],
  dispatch: ['dispatch'],
  handle: ['start'],
  contact: ['log_contact'],
  co_opinion: ['issue_co_opinion', 'draft_co_opinion'],
  draft: ['draft_reply', 'note_as_read'],
  pre_review: ['submit_reply', 'pass_reply'],
  sign_off: ['sign_off'],
  deliver: ['deliver'],
}

/** The buttons of a task: what the next step asks for, if this person may do it, and the others in their fixed order. */
export function taskButtons(task: Pick<HandlingTaskResponse, 'allowed_actions' | 'steps'>): {
  main: string | null
  rest: string[]
} {
  const allowed = new Set(task.allowed_actions)
  const all = ['dispatch', 'draft_reply', ...TASK_STEPS, 'supplement_reply'].filter((step) => allowed.has(step))
  const next = task.steps
    .filter((step) => !step.done && !step.waiting_for_others)
    .flatMap((step) => DOES[step.step] ?? [])
  const waited = task.steps.filter((step) => !step.done).flatMap((step) => DOES[step.step] ?? [])
  const main = [...next, ...waited].find((step) => allowed.has(step)) ?? null
  return { main, rest: all.filter((step) => step !== main) }
}
