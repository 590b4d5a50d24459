import { nextTick, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { useKeys } from './keys'
import type { Selection } from './useSelection'

interface Pager {
  hasNext: boolean
  hasPrevious: boolean
  next: () => void
  previous: () => void
}

/**
 * The keyboard in a list of rows: J and K go down and up, and the focus goes with them, so that Enter opens what a screen
 * reader has read out; X chooses. Answers the row on which one stands.
 */
export function useRowKeys<Row extends { id: string }>(options: {
  rows: MaybeRefOrGetter<Row[]>
  root: Ref<HTMLElement | undefined>
  selection?: () => Selection<Row> | undefined
  pager: () => Pager
}): Ref<string | null> {
  const active = ref<string | null>(null)
  const rows = () => toValue(options.rows)
  watch(rows, (now) => {
    if (!now.some((row) => row.id === active.value)) active.value = null
  })
  const line = () => options.root.value?.querySelector<HTMLElement>(`[data-row="${active.value}"]`) ?? null
  const linkOf = (element: HTMLElement | null) =>
    element?.querySelector<HTMLElement>('td:not(.box) a[href], td:not(.box) button')

  async function step(by: number) {
    const at = rows().findIndex((row) => row.id === active.value)
    const next = rows()[at < 0 ? (by > 0 ? 0 : rows().length - 1) : Math.min(rows().length - 1, Math.max(0, at + by))]
    if (!next) return
    active.value = next.id
    await nextTick()
    linkOf(line())?.focus({ preventScroll: true })
    line()?.scrollIntoView({ block: 'nearest' })
  }
  const some = () => rows().length > 0
  useKeys('common.keys.list', [
    { keys: 'j', label: 'common.keys.down', run: () => void step(1), when: some },
    { keys: 'k', label: 'common.keys.up', run: () => void step(-1), when: some },
    { keys: 'Enter', label: 'common.keys.open', run: () => linkOf(line())?.click(), when: some },
    {
      keys: 'x',
      label: 'common.keys.choose',
      run: (event) => {
        const row = rows().find((one) => one.id === active.value)
        if (row) options.selection?.()?.toggle(row, event.shiftKey)
      },
      when: () => some() && options.selection?.() !== undefined,
    },
    {
      keys: 'f',
      label: 'common.keys.find',
      run: () => options.root.value?.querySelector<HTMLElement>('input[type="search"], [role="searchbox"]')?.focus(),
      when: () => Boolean(options.root.value?.querySelector('input[type="search"], [role="searchbox"]')),
    },
    {
      keys: 'n',
      label: 'common.keys.next_page',
      run: () => options.pager().next(),
      when: () => options.pager().hasNext,
    },
    {
      keys: 'p',
      label: 'common.keys.previous_page',
      run: () => options.pager().previous(),
      when: () => options.pager().hasPrevious,
    },
  ])
  return active
}
