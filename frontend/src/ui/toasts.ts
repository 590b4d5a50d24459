import { reactive } from 'vue'

export interface Toast {
  id: number
  text: string
  kind: 'done' | 'problem'
}

let next = 1
export const toasts = reactive<Toast[]>([])

/** Tells that something was done. Stays 8 s unless elder mode or a problem keeps it until it is closed. */
export function toast(text: string, kind: Toast['kind'] = 'done') {
  const id = next++
  toasts.push({ id, text, kind })
  const stays = kind === 'problem' || document.documentElement.dataset.elder === 'on'
  if (!stays) setTimeout(() => dismiss(id), 8000)
}

export function dismiss(id: number) {
  const at = toasts.findIndex((item) => item.id === id)
  if (at >= 0) toasts.splice(at, 1)
}
