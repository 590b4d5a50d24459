/** Where a queue's rows are listed: reviewing has a page of its own, the others are filtered lists. */
export function queueLink(queue: { key: string; list: string; query: string }): string {
  return queue.key === 'review' ? '/review' : `/${queue.list}?${queue.query}`
}

/** Whole days since a date or instant, by the server's day. */
export function ageInDays(since: string | null | undefined, today: string): number | null {
  if (!since || !today) return null
  const noon = since.length === 10 ? `${since}T12:00:00+08:00` : since
  const day = new Date(Date.parse(noon) + 8 * 3600_000).toISOString().slice(0, 10)
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000))
}
