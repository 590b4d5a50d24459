/** One step of the status spine (办理脉络). */
export interface SpineStep {
  id: string
  state: 'done' | 'current' | 'waiting' | 'stopped'
  title: string
  /** Instant or date when it happened (or is due, for a waiting step). */
  at?: string | null
  /** Who did it, or whose turn it is. */
  who?: string | null
  /** How long it took, in words of the server's count. */
  daysUsed?: number | null
  note?: string | null
}
