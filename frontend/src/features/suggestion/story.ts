import type { SpineStep } from '@/ui/spine'
import type { PublicSuggestion } from '@/api/gen'

/**
 * The story line of a published suggestion: what happened with its dates, then what is still to come. A step is done when it
 * has a date; the first without one is where it stands now, unless the matter has ended.
 */
export function storySteps(suggestion: Pick<PublicSuggestion, 'status' | 'steps'>): SpineStep[] {
  const ended = ['closed', 'archived', 'withdrawn', 'not_accepted', 'merged'].includes(suggestion.status ?? '')
  let currentGiven = false
  return suggestion.steps.map((step, i) => {
    let state: SpineStep['state'] = 'waiting'
    if (step.on) state = ['withdrawn', 'not_accepted', 'merged'].includes(step.kind) ? 'stopped' : 'done'
    else if (!ended && !currentGiven) {
      state = 'current'
      currentGiven = true
    }
    return {
      id: `${step.kind}-${i}`,
      state,
      title: step.title,
      at: step.on,
      who: step.who,
      daysUsed: step.days,
      note: step.note,
    }
  })
}

/** A letter's text as paragraphs; the numbered answers become their own headed parts. */
export function replyParagraphs(
  reply: { body: string; points?: { proposal_no: number; answer: string }[] },
  heading: (no: number) => string,
): string[] {
  const paragraphs = reply.body
    .split(/\n+/)
    .map((p) => p.trim())
    .filter(Boolean)
  for (const point of reply.points ?? []) {
    paragraphs.push(
      `# ${heading(point.proposal_no)}`,
      ...point.answer
        .split(/\n+/)
        .map((p) => p.trim())
        .filter(Boolean),
    )
  }
  return paragraphs
}
