import { reactive } from 'vue'

/**
 * The list through which one goes from matter to matter (逐件办理): the rows as they stood when one of them was opened. In
 * memory alone; without it a matter has no neighbours.
 */
export const trail = reactive({
  ids: [] as string[],
  /** Address of the list. */
  from: '/suggestions',
  /** After a command the next one is opened. */
  goOn: false,
})

export function follow(ids: string[], from: string) {
  trail.ids = ids
  trail.from = from
}

/** What stands before and after in the list; null when it did not come from there. */
export function neighbours(id: string) {
  const at = trail.ids.indexOf(id)
  if (at < 0) return null
  return { at: at + 1, of: trail.ids.length, previous: trail.ids[at - 1] ?? null, next: trail.ids[at + 1] ?? null }
}
