import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { createKeyHandler } from './keys'
import { useRowKeys } from './useRowKeys'
import { useSelection } from './useSelection'

describe('the keyboard in a list', () => {
  it('goes from row to row with the focus, opens, and chooses as far as one goes', async () => {
    const rows = ref([{ id: 'a' }, { id: 'b' }, { id: 'c' }])
    const selection = useSelection(rows, 10)
    const opened = vi.fn((event: Event) => event.preventDefault())
    const next = vi.fn()
    const list = mount(
      defineComponent({
        setup() {
          const root = ref<HTMLElement>()
          const active = useRowKeys({
            rows,
            root,
            selection: () => selection,
            pager: () => ({ hasNext: true, hasPrevious: false, next, previous: vi.fn() }),
          })
          return () =>
            h('div', { ref: root, 'data-active': active.value }, [
              h('input', { type: 'search' }),
              h(
                'table',
                rows.value.map((row) =>
                  h('tr', { 'data-row': row.id }, [h('td', [h('a', { href: `/${row.id}`, onClick: opened }, row.id)])]),
                ),
              ),
            ])
        },
      }),
      { attachTo: document.body },
    )
    const handler = createKeyHandler()
    const press = async (key: string, shiftKey = false) => {
      const event = new KeyboardEvent('keydown', { key, shiftKey, cancelable: true })
      Object.defineProperty(event, 'target', { value: document.body })
      handler(event)
      await nextTick()
      await nextTick()
    }
    await press('j')
    expect(document.activeElement?.textContent).toBe('a')
    await press('x')
    await press('j')
    await press('j')
    await press('j')
    expect(document.activeElement?.textContent).toBe('c')
    await press('X', true)
    expect(selection.rows.map((row) => row.id)).toEqual(['a', 'b', 'c'])
    await press('k')
    await press('Enter')
    expect(opened).toHaveBeenCalledTimes(1)
    await press('n')
    await press('p')
    expect(next).toHaveBeenCalledTimes(1)
    await press('f')
    expect((document.activeElement as HTMLInputElement).type).toBe('search')
    rows.value = [{ id: 'z' }]
    await nextTick()
    expect(list.attributes('data-active')).toBeUndefined()
    list.unmount()
  })
})
