import { useQueryClient } from '@tanstack/vue-query'
import { onBeforeUnmount, reactive, ref, shallowRef, watch } from 'vue'
import { online } from '@/ui/online'
import { emptyDraft, type DraftContent } from './draft'
import { draftApi } from './draftApi'
import { browserDraftStore, type DraftStore, type LocalDraft } from './draftStore'
import { createDraftSync, type DraftSync } from './draftSync'
import { suggestionKeys } from '../mine'

/** Drafts without IndexedDB (forbidden by the browser): the server alone keeps them. */
const noStore: DraftStore = {
  load: async () => undefined,
  save: async () => {},
  remove: async () => {},
  all: async () => [],
}

const clone = (content: DraftContent): DraftContent => JSON.parse(JSON.stringify(content)) as DraftContent

/**
 * The draft of the write page: found on this device or on the server, edited through `content`, kept in step by itself.
 * `id` is a server id, or `new-…` for one that only this device has.
 */
export function useDraft(id: string, accountId: string) {
  const client = useQueryClient()
  const content = reactive<DraftContent>(emptyDraft())
  const sync = shallowRef<DraftSync | null>(null)
  const failed = ref<unknown>(null)
  const loading = ref(true)
  let store = browserDraftStore()

  async function find(): Promise<LocalDraft> {
    const fresh = { accountId, base: emptyDraft(), content: emptyDraft(), changedAt: '' }
    let kept: LocalDraft[] = []
    try {
      kept = await store.all(accountId)
    } catch {
      store = noStore
    }
    const local = kept.find((draft) => draft.localId === id || draft.serverId === id)
    if (id.startsWith('new-')) return local ?? { ...fresh, localId: id, serverId: null, version: null }
    // What this device has not sent yet goes on from where it was; the server's newer version meets it at the next save.
    if (local) return local
    const server = await draftApi.read(id)
    return {
      ...fresh,
      localId: id,
      serverId: id,
      version: server.version,
      base: server.content,
      content: clone(server.content),
    }
  }

  async function load() {
    loading.value = true
    failed.value = null
    try {
      const draft = await find()
      Object.assign(content, clone(draft.content))
      sync.value = createDraftSync({ draft, store, api: draftApi })
      if (sync.value.state.value === 'unsaved' && draft.changedAt) void sync.value.flush()
    } catch (error) {
      failed.value = error
    } finally {
      loading.value = false
    }
  }

  watch(content, () => void sync.value?.edit(clone(content)), { deep: true })
  // A merge with another device's changes comes back into the form.
  watch(
    () => sync.value?.draft.value.content,
    (kept) => {
      if (kept && JSON.stringify(kept) !== JSON.stringify(content)) Object.assign(content, clone(kept))
    },
  )
  watch(online, (is) => is && void sync.value?.flush())

  const saveNow = () => document.visibilityState === 'hidden' && void sync.value?.flush()
  document.addEventListener('visibilitychange', saveNow)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', saveNow)
    const leaving = sync.value
    void leaving?.flush().finally(() => {
      leaving.stop()
      void client.invalidateQueries({ queryKey: suggestionKeys.all })
    })
  })
  void load()

  return { content, sync, loading, failed, load }
}
