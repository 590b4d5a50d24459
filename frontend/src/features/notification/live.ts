import { useQueryClient } from '@tanstack/vue-query'
import { onScopeDispose, ref, watch } from 'vue'
import { getUnreadCount, type NotificationResponse } from '@/api/gen'
import { problemOf } from '@/api/problem'
import { jsonRequest, send } from '@/api/transport'
import { useSession } from '@/features/account/session'
import { notificationKeys } from './queries'
import { createEventReader, type StreamEvent } from './sse'

/** Unread notices of whoever is signed in; null: not known yet. */
export const unread = ref<number | null>(null)

const PAUSES = [1_000, 3_000, 10_000, 30_000]

/**
 * Keeps the number of unread notices true while somebody is signed in: a stream that is read with our own transport (so the
 * token stands in a header, never in an address), and that goes on where it broke off.
 */
export function useLiveNotices() {
  const session = useSession()
  const client = useQueryClient()
  let ended: AbortController | null = null

  function take(event: StreamEvent) {
    if (event.event === 'unread') unread.value = (JSON.parse(event.data) as { unread: number }).unread
    if (event.event === 'notification' || event.event === 'reload') {
      void client.invalidateQueries({ queryKey: notificationKeys.lists })
      // What the notice is about has changed too.
      const matter = event.event === 'notification' && (JSON.parse(event.data) as NotificationResponse).suggestion_id
      if (matter) void client.invalidateQueries({ queryKey: ['suggestion'], refetchType: 'none' })
    }
  }

  async function follow(signal: AbortSignal) {
    let lastId = ''
    for (let failures = 0; !signal.aborted;) {
      const reader = createEventReader()
      try {
        const headers: Record<string, string> = { Accept: 'text/event-stream' }
        if (lastId) headers['Last-Event-ID'] = lastId
        const response = await send(jsonRequest('GET', '/api/v1/notifications/stream', undefined, { headers, signal }))
        const body = response.body?.pipeThrough(new TextDecoderStream()).getReader()
        for (;;) {
          const part = await body?.read()
          if (!part || part.done) break
          failures = 0
          reader.read(part.value).forEach(take)
          lastId = reader.lastId || lastId
        }
      } catch (error) {
        if (signal.aborted || problemOf(error).status === 401) return
        // Too many tabs, or no network: the number is read now and then.
        failures += 1
        if (failures > 2 || problemOf(error).status === 429) await refresh()
      }
      await rest(PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 30_000, signal)
    }
  }

  async function refresh() {
    unread.value = await getUnreadCount().then(
      (answer) => answer.unread,
      () => unread.value,
    )
  }

  watch(
    () => session.me?.account_id,
    (account) => {
      ended?.abort()
      unread.value = null
      if (!account || session.me?.must_change_password) return
      ended = new AbortController()
      void follow(ended.signal)
    },
    { immediate: true },
  )
  onScopeDispose(() => ended?.abort())
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
