import { ref } from 'vue'

/** Whether the browser believes it has a network. */
export const online = ref(typeof navigator === 'undefined' || navigator.onLine !== false)
if (typeof addEventListener === 'function') {
  addEventListener('online', () => (online.value = true))
  addEventListener('offline', () => (online.value = false))
}
