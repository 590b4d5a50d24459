import { computed, reactive, shallowReactive, toValue, watch, type MaybeRefOrGetter } from 'vue'

export interface Selection<Row> {
  readonly rows: Row[]
  readonly size: number
  /** How much of this page is chosen. */
  readonly page: 'none' | 'some' | 'all'
  has: (id: string) => boolean
  /** One row; with `range` everything between it and the last one that was touched. */
  toggle: (row: Row, range?: boolean) => void
  togglePage: () => void
  add: (rows: Row[]) => void
  /** Keeps only these: what failed stays chosen. */
  keep: (ids: Iterable<string>) => void
  clear: () => void
}

/**
 * Rows chosen for one action on many (批量). They stay chosen from page to page; a row that is read again is held as it is
 * now, so that its version is the one that the person sees. More than `most` are not taken.
 */
export function useSelection<Row extends { id: string }>(page: MaybeRefOrGetter<Row[]>, most: number): Selection<Row> {
  const chosen = shallowReactive(new Map<string, Row>())
  let anchor: string | null = null
  const put = (row: Row) => {
    if (chosen.has(row.id) || chosen.size < most) chosen.set(row.id, row)
  }
  watch(
    () => toValue(page),
    (now) => {
      for (const row of now) if (chosen.has(row.id)) chosen.set(row.id, row)
    },
  )
  const selection = reactive({
    rows: computed(() => [...chosen.values()]),
    size: computed(() => chosen.size),
    page: computed(() => {
      const here = toValue(page)
      const on = here.filter((row) => chosen.has(row.id)).length
      return on === 0 ? ('none' as const) : on === here.length ? ('all' as const) : ('some' as const)
    }),
    has: (id: string) => chosen.has(id),
    toggle(row: Row, range = false) {
      const here = toValue(page)
      const from = here.findIndex((one) => one.id === anchor)
      const to = here.findIndex((one) => one.id === row.id)
      const on = !chosen.has(row.id)
      const reach = range && from >= 0 && to >= 0 ? here.slice(Math.min(from, to), Math.max(from, to) + 1) : [row]
      for (const one of reach) {
        if (on) put(one)
        else chosen.delete(one.id)
      }
      anchor = row.id
    },
    togglePage() {
      const here = toValue(page)
      const all = here.every((row) => chosen.has(row.id))
      for (const row of here) {
        if (all) chosen.delete(row.id)
        else put(row)
      }
    },
    add(rows: Row[]) {
      rows.forEach(put)
    },
    keep(ids: Iterable<string>) {
      const stay = new Set(ids)
      for (const id of [...chosen.keys()]) if (!stay.has(id)) chosen.delete(id)
    },
    clear() {
      chosen.clear()
      anchor = null
    },
  })
  // The proxy shows the values of its computed members; their types are beyond the compiler for an open `Row`.
  return selection as unknown as Selection<Row>
}
