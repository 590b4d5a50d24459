import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createKeyHandler, keyGroups, useKeys, type KeyBinding } from './keys'
import { preferences } from './preferences'

const page = (bindings: KeyBinding[], title = 'page') =>
  defineComponent({
    setup() {
      useKeys(title, bindings)
      return () => h('div')
    },
  })
let now = 0
const press = (
  handler: (event: KeyboardEvent) => void,
  key: string,
  init: KeyboardEventInit = {},
  on?: HTMLElement,
) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  Object.defineProperty(event, 'target', { value: on ?? document.body })
  handler(event)
  return event
}

describe('keys', () => {
  const run = vi.fn()
  const handler = createKeyHandler(() => now)
  let standing: { unmount: () => void } | undefined
  beforeEach(() => {
    run.mockReset()
    preferences.keys = true
    standing = mount(
      page([
        { keys: 'j', label: 'next', run },
        { keys: 'g s', label: 'list', run },
        { keys: 's', label: 'other', run: () => run('alone') },
        { keys: 'Enter', label: 'open', run },
        { keys: 'x', label: 'never', run, when: () => false },
      ]),
    )
  })
  afterEach(() => {
    standing?.unmount()
    document.body.innerHTML = ''
  })

  it('does what the table says, capitals too, and is gone with its page', () => {
    expect(press(handler, 'J').defaultPrevented).toBe(true)
    expect(run).toHaveBeenCalledTimes(1)
    press(handler, 'x')
    expect(run).toHaveBeenCalledTimes(1)
    standing?.unmount()
    standing = undefined
    press(handler, 'j')
    expect(run).toHaveBeenCalledTimes(1)
    expect(keyGroups).toHaveLength(0)
  })

  it('takes two keys in a row, unless the second comes too late', () => {
    press(handler, 'g')
    press(handler, 's')
    expect(run).toHaveBeenCalledTimes(1)
    expect(run).not.toHaveBeenCalledWith('alone')
    press(handler, 'g')
    now += 2000
    press(handler, 's')
    expect(run).toHaveBeenLastCalledWith('alone')
  })

  it('never takes a letter from a field, a composition, the browser or a dialog', () => {
    for (const [tag, type] of [['input', 'text'], ['input', 'search'], ['textarea'], ['select']] as const) {
      const field = document.createElement(tag)
      if (type) field.setAttribute('type', type)
      expect(press(handler, 'j', {}, field).defaultPrevented, tag).toBe(false)
    }
    const combobox = document.createElement('div')
    combobox.setAttribute('role', 'combobox')
    press(handler, 'j', {}, combobox)
    for (const init of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])
      press(handler, 'j', init)
    const link = document.createElement('a')
    link.href = '/x'
    press(handler, 'Enter', {}, link)
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    press(handler, 'j')
    expect(run).not.toHaveBeenCalled()
    dialog.remove()
    const box = document.createElement('input')
    box.type = 'checkbox'
    press(handler, 'j', {}, box)
    press(handler, 'Enter')
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('can be turned off, and what came later goes first', () => {
    const over = vi.fn()
    const top = mount(page([{ keys: 'j', label: 'mark', run: over }], 'part'))
    press(handler, 'j')
    expect(over).toHaveBeenCalledTimes(1)
    expect(run).not.toHaveBeenCalled()
    preferences.keys = false
    press(handler, 'j')
    expect(over).toHaveBeenCalledTimes(1)
    top.unmount()
  })
})
