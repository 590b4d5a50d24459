import type { BallotRoundResponse, BallotState, ResultLevel, VoteItemRequest, VoteItemResponse } from '@/api/gen'
import type { Option } from '@/ui/Combobox.vue'

export const BALLOT_STATES: BallotState[] = ['prepared', 'open', 'closed', 'tallied', 'announced']

/** Colour of a state: words say the same. */
export const stateTone = (state: BallotState) =>
  ({ prepared: '', open: 'warn', closed: '', tallied: '', announced: 'ok' })[state]

/** Colour of a level: words say the same. */
export const levelTone = (level: ResultLevel | null) =>
  level === null ? '' : { satisfied: 'ok', basic: 'warn', unsatisfied: 'late' }[level]

/** 690 → 69.0%: as it is printed. */
export const percent = (permille: number | null) =>
  permille === null ? '—' : `${Math.floor(permille / 10)}.${permille % 10}%`

/** What the dialog of items chooses: units, suggestions, the whole, each in one or two points of view. */
export interface ItemChoice {
  overall: boolean
  units: Option[]
  suggestions: Option[]
  both: boolean
}

/** The items that stand on the ballot for a choice; a title somebody has written before stays. */
export function itemsOf(
  choice: ItemChoice,
  words: { overall: string; unit: (name: string) => string },
  known: Pick<VoteItemResponse, 'unit_id' | 'suggestion_id' | 'title'>[] = [],
): VoteItemRequest[] {
  const axes = choice.both ? (['process', 'result'] as const) : ([null] as const)
  const title = (unit: string | null, suggestion: string | null, otherwise: string) =>
    known.find((item) => item.unit_id === unit && item.suggestion_id === suggestion)?.title ?? otherwise
  const subjects: VoteItemRequest[] = [
    ...(choice.overall ? [{ subject: 'overall' as const, title: title(null, null, words.overall) }] : []),
    ...choice.units.map((unit) => ({
      subject: 'unit' as const,
      unit_id: unit.id,
      title: title(unit.id, null, words.unit(unit.label)),
    })),
    ...choice.suggestions.map((one) => ({
      subject: 'suggestion' as const,
      suggestion_id: one.id,
      title: title(null, one.id, one.label),
    })),
  ]
  return subjects.flatMap((subject) => axes.map((axis) => ({ ...subject, axis })))
}

/** The choice that a ballot's items stand for. */
export function choiceOf(items: VoteItemResponse[]): ItemChoice {
  const named = (id: (item: VoteItemResponse) => string | null | undefined) => {
    const seen = new Map<string, Option>()
    for (const item of items) {
      const key = id(item)
      if (key && !seen.has(key)) seen.set(key, { id: key, label: item.title })
    }
    return [...seen.values()]
  }
  return {
    overall: items.some((item) => item.subject === 'overall'),
    units: named((item) => item.unit_id),
    suggestions: named((item) => item.suggestion_id),
    both: items.some((item) => item.axis != null),
  }
}

/** Results may be shown of a round. */
export const hasResults = (round: BallotRoundResponse) => round.items.some((item) => item.result != null)

/** A code as it is compared and as the `#` of an address carries it: no spaces, no dashes, capitals. */
export const plainCode = (typed: string) => typed.replace(/[\s\-—–－]/g, '').toUpperCase()
