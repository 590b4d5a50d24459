/** What a deadline light can say. The words and shapes are fixed; the colour only repeats them. */
export type LightState = 'normal' | 'due_soon' | 'overdue' | 'done' | 'paused'

export interface Light {
  state: LightState
  /** Working days left (`normal`, `due_soon`) or days late (`overdue`, positive). */
  days?: number | null
}

/** Warning starts at this many working days left when the server did not say (setting `lights.yellow_days_left`). */
export const DUE_SOON_WORKING_DAYS = 15

/**
 * A light from what the server computed. Working days are counted by the server alone (it knows the make-up days);
 * here only words are chosen: finished and paused win over any count, late is late from the first day.
 */
export function lightOf(input: {
  workingDaysLeft?: number | null
  daysLate?: number | null
  done?: boolean
  paused?: boolean
  dueSoonWithin?: number
}): Light | null {
  if (input.done) return { state: 'done' }
  if (input.paused) return { state: 'paused' }
  if (input.daysLate != null && input.daysLate > 0) return { state: 'overdue', days: input.daysLate }
  const left = input.workingDaysLeft
  if (left == null) return null
  if (left < 0) return { state: 'overdue', days: input.daysLate ?? -left }
  return { state: left <= (input.dueSoonWithin ?? DUE_SOON_WORKING_DAYS) ? 'due_soon' : 'normal', days: left }
}
