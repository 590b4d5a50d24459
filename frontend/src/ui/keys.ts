import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'
import { preferences } from './preferences'

/** One key and what it does. The same table is bound and shown in the help: what is not in it does not work. */
export interface KeyBinding {
  /** As `event.key` says it: `j`, `?`, `Enter`; `g s`: one after the other. */
  keys: string
  /** Text key of what it does. */
  label: string
  named?: Record<string, unknown>
  run: (event: KeyboardEvent) => void
  /** Only while this holds; the help shows what would work now. */
  when?: () => boolean
}
export interface KeyGroup {
  /** Text key of the part of the page to which the keys belong. */
  title: string
  bindings: () => KeyBinding[]
}

/** In the order of arrival: what came later (the page) goes before what was there (the frame). */
const groups = shallowReactive<KeyGroup[]>([])
export const keyGroups: readonly KeyGroup[] = groups

/** Keys of one part of the page, as long as it stands. */
export function useKeys(title: string, bindings: KeyBinding[] | (() => KeyBinding[])) {
  const group: KeyGroup = { title, bindings: typeof bindings === 'function' ? bindings : () => bindings }
  onMounted(() => groups.push(group))
  onBeforeUnmount(() => {
    const at = groups.indexOf(group)
    if (at >= 0) groups.splice(at, 1)
  })
}

/** Whether letters belong to a field: nothing else may take them then. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true
  if (/^(textbox|searchbox|combobox|listbox)$/.test(target.getAttribute('role') ?? '')) return true
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|reset|file)$/.test(target.type)
}

/** Enter and the space bar are the browser's wherever something can be pressed. */
function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('a[href], button, summary, input, label, [role="option"]') !== null
  )
}

/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1500

/**
 * Finds what a key press is for. Nothing while typing or composing, with Ctrl, Alt or Command (those are the browser's and
 * the screen reader's), behind an open dialog, or when the person has turned single keys off (WCAG 2.1.4).
 */
export function createKeyHandler(now: () => number = () => performance.now()) {
  let begun: { key: string; at: number } | null = null
  return (event: KeyboardEvent) => {
    if (!preferences.keys || event.defaultPrevented || event.isComposing) return
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('dialog[open]')) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if ((key === 'Enter' || key === ' ') && isPressable(event.target)) return
    const before = begun && now() - begun.at < SEQUENCE_MS ? begun.key : null
    begun = null
    const open = [...groups]
      .reverse()
      .flatMap((group) => group.bindings())
      .filter((one) => one.when?.() ?? true)
    const found = open.find((one) => one.keys === (before ? `${before} ${key}` : key))
    if (found) {
      event.preventDefault()
      found.run(event)
    } else if (open.some((one) => one.keys.startsWith(`${key} `))) {
      begun = { key, at: now() }
      event.preventDefault()
    }
  }
}

/** Starts listening; once for the whole door. Answers how to end it. */
export function listenForKeys(): () => void {
  const handler = createKeyHandler()
  addEventListener('keydown', handler)
  return () => removeEventListener('keydown', handler)
}
