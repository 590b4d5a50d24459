import { nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { useSelection } from './useSelection'

const row = (n: number, version = 1) => ({ id: `r${n}`, version })
const ids = (selection: { rows: { id: string }[] }) => selection.rows.map((one) => one.id)

describe('rows chosen for one action on many', () => {
  it('are chosen one by one, as a range in either direction, and by the page', () => {
    const page = ref([1, 2, 3, 4, 5].map((n) => row(n)))
    const selection = useSelection(page, 100)
    expect(selection.page).toBe('none')
    selection.toggle(page.value[1]!)
    selection.toggle(page.value[3]!, true)
    expect(ids(selection)).toEqual(['r2', 'r3', 'r4'])
    expect(selection.page).toBe('some')
    // The range is taken away again from where it began.
    selection.toggle(page.value[1]!, true)
    expect(ids(selection)).toEqual([])
    selection.togglePage()
    expect(selection.page).toBe('all')
    selection.togglePage()
    expect(selection.size).toBe(0)
  })

  it('stay chosen on other pages, and are held as they were read last', async () => {
    const page = ref([row(1), row(2)])
    const selection = useSelection(page, 100)
    selection.togglePage()
    page.value = [row(3)]
    await nextTick()
    expect(selection.page).toBe('none')
    expect(ids(selection)).toEqual(['r1', 'r2'])
    page.value = [row(1, 7)]
    await nextTick()
    expect(selection.rows[0]).toEqual(row(1, 7))
    selection.keep(['r2', 'r9'])
    expect(ids(selection)).toEqual(['r2'])
  })

  it('are never more than can be sent', () => {
    const page = ref([1, 2, 3].map((n) => row(n)))
    const selection = useSelection(page, 2)
    selection.togglePage()
    expect(ids(selection)).toEqual(['r1', 'r2'])
    selection.add([row(4)])
    expect(selection.size).toBe(2)
  })
})
