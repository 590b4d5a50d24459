import type { SpineStep } from '@/ui/spine'
import type { TimelineEntry } from './mine'
import type { SuggestionStatus } from './words'

const ENDED: SuggestionStatus[] = ['closed', 'archived', 'withdrawn', 'not_accepted', 'merged']
const STOPS = ['withdrawn', 'not_accepted', 'merged', 'returned', 'cancelled']

/** The append-only timeline as a status spine; at its end, while the matter is open, whose turn it is now. */
export function timelineSteps(
  entries: TimelineEntry[],
  turn: string | null,
  status: SuggestionStatus | undefined,
): SpineStep[] {
  const steps: SpineStep[] = entries.map((entry) => ({
    id: entry.id,
    state: STOPS.some((kind) => entry.kind.endsWith(kind)) ? 'stopped' : 'done',
    title: entry.title,
    at: entry.at,
    who: entry.who,
    note: entry.note,
  }))
  if (turn && status && !ENDED.includes(status)) steps.push({ id: 'turn', state: 'current', title: turn })
  return steps
}
