/** A queue of the desk: who sees it, which filter of the list it is, and by what its age is counted. */
export interface Queue {
  key: string
  capability: string
  query: Record<string, string>
  /** Oldest first by this sort; the first row's date gives the age. */
  sort: 'submitted_at' | 'assigned_on' | 'due_on'
  to?: string
  urgent?: boolean
}

export const QUEUES: Queue[] = [
  {
    key: 'review',
    capability: 'suggestion.review',
    query: { status: 'submitted' },
    sort: 'submitted_at',
    to: '/review',
  },
  { key: 'assign', capability: 'suggestion.assign', query: { status: 'accepted' }, sort: 'submitted_at' },
  { key: 'head', capability: 'suggestion.order_rehandle', query: { turn: 'head' }, sort: 'submitted_at' },
  { key: 'committee', capability: 'suggestion.review', query: { turn: 'reviewer' }, sort: 'submitted_at' },
  { key: 'government', capability: 'task.dispatch', query: { turn: 'government' }, sort: 'due_on' },
  { key: 'unit', capability: 'task.handle', query: { turn: 'unit' }, sort: 'due_on' },
  { key: 'unit_leader', capability: 'task.sign_off', query: { turn: 'unit_leader' }, sort: 'due_on' },
  { key: 'late', capability: 'suggestion.read', query: { light: 'late' }, sort: 'due_on', urgent: true },
  { key: 'soon', capability: 'suggestion.read', query: { light: 'yellow' }, sort: 'due_on', urgent: true },
]

/** The queues of one person. */
export const queuesOf = (can: (capability: string) => boolean) => QUEUES.filter((queue) => can(queue.capability))

/** Where a queue's rows are listed. */
export function queueLink(queue: Queue): string {
  return queue.to ?? `/suggestions?${new URLSearchParams(queue.query)}`
}

/** Whole days since a date or instant, by the server's day. */
export function ageInDays(since: string | null | undefined, today: string): number | null {
  if (!since || !today) return null
  const day = new Date(Date.parse(since.length === 10 ? `${since}T12:00:00+08:00` : since) + 8 * 3600_000)
    .toISOString()
    .slice(0, 10)
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000))
}
