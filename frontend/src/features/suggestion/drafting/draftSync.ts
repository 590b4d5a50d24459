import { ref, shallowRef, type Ref } from 'vue'
import { problemOf, type ProblemError } from '@/api/problem'
import { mergeDrafts, sameDraft, type DraftContent } from './draft'
import type { DraftStore, LocalDraft } from './draftStore'

export interface ServerDraft {
  id: string
  version: number
  content: DraftContent
}

export interface DraftApi {
  create: (content: DraftContent, idempotencyKey: string) => Promise<ServerDraft>
  update: (id: string, version: number, content: DraftContent) => Promise<ServerDraft>
  read: (id: string) => Promise<ServerDraft>
}

/**
 * `saved` on the server · `unsaved` typed a moment ago · `saving` · `local` only on this device (no network) ·
 * `conflict` changed elsewhere too · `refused` the server said no (see `problem`).
 */
export type SyncState = 'saved' | 'unsaved' | 'saving' | 'local' | 'conflict' | 'refused'

export interface DraftSync {
  state: Ref<SyncState>
  problem: Ref<ProblemError | null>
  /** The other version, while `state` is `conflict`. */
  theirs: Ref<DraftContent | null>
  conflicts: Ref<(keyof DraftContent)[]>
  draft: Ref<LocalDraft>
  /** Takes what was typed: kept on the device at once, sent after a short rest. */
  edit: (content: DraftContent) => Promise<void>
  /** Sends now; true when the server has everything. */
  flush: () => Promise<boolean>
  /** A command on the saved draft (an invitation) moved its version without changing the text. */
  adopt: (version: number) => void
  /** Ends a conflict with the content that the person decided on. */
  resolve: (content: DraftContent) => Promise<void>
  stop: () => void
}

export interface DraftSyncParts {
  draft: LocalDraft
  store: DraftStore
  api: DraftApi
  /** Runs `task` later; answers how to cancel it. */
  later?: (task: () => void, ms: number) => () => void
  now?: () => string
}

/** Milliseconds of rest after typing before sending, and between tries without network. */
const REST = 1500
const RETRY = [5_000, 15_000, 30_000, 60_000]

const timerLater = (task: () => void, ms: number) => {
  const timer = setTimeout(task, ms)
  return () => clearTimeout(timer)
}

/** Keeps one draft in step between this page, this device and the server. */
export function createDraftSync(parts: DraftSyncParts): DraftSync {
  const later = parts.later ?? timerLater
  const now = parts.now ?? (() => new Date().toISOString())
  const draft = shallowRef(parts.draft)
  const state = ref<SyncState>(sameDraft(parts.draft.base, parts.draft.content) ? 'saved' : 'unsaved')
  const problem = shallowRef<ProblemError | null>(null)
  const theirs = shallowRef<DraftContent | null>(null)
  const conflicts = ref<(keyof DraftContent)[]>([])
  let pushing: Promise<boolean> | null = null
  let cancel: () => void = () => {}
  let tries = 0
  let stopped = false

  async function keep(change: Partial<LocalDraft>) {
    draft.value = { ...draft.value, ...change, changedAt: now() }
    await parts.store.save(draft.value)
  }
  function schedule(ms: number) {
    cancel()
    if (!stopped) cancel = later(() => void flush(), ms)
  }
  const dirty = () => draft.value.serverId === null || !sameDraft(draft.value.base, draft.value.content)

  async function agree(server: ServerDraft, sent: DraftContent) {
    // Typing may have gone on meanwhile: the content stays, the common base moves.
    await keep({ serverId: server.id, version: server.version, base: sent })
    tries = 0
    problem.value = null
  }

  async function push(): Promise<boolean> {
    while (dirty()) {
      const sent = draft.value.content
      state.value = 'saving'
      try {
        const { serverId, version, localId } = draft.value
        const server =
          serverId === null || version === null
            ? await parts.api.create(sent, localId)
            : await parts.api.update(serverId, version, sent)
        await agree(server, sent)
      } catch (error) {
        const failed = problemOf(error)
        if (failed.status === 412 && draft.value.serverId) {
          if (await reconcile(draft.value.serverId)) continue
          return false
        }
        problem.value = failed
        if (failed.transient || failed.status === 401) {
          state.value = 'local'
          schedule(RETRY[Math.min(tries++, RETRY.length - 1)] ?? 60_000)
        } else state.value = 'refused'
        return false
      }
    }
    state.value = 'saved'
    // The server has it: nothing personal stays on a phone that may be lent.
    await parts.store.remove(draft.value.localId)
    return true
  }

  /** Someone (oneself, on another device) saved in between. True when the two could be joined without asking. */
  async function reconcile(serverId: string): Promise<boolean> {
    const server = await parts.api.read(serverId).catch(() => null)
    if (!server) {
      state.value = 'local'
      schedule(RETRY[0] ?? 5_000)
      return false
    }
    const merge = mergeDrafts(draft.value.base, draft.value.content, server.content)
    await keep({ version: server.version, base: server.content, content: merge.merged })
    if (merge.conflicts.length === 0) return true
    theirs.value = server.content
    conflicts.value = merge.conflicts
    state.value = 'conflict'
    return false
  }

  function flush(): Promise<boolean> {
    cancel()
    if (state.value === 'conflict') return Promise.resolve(false)
    pushing ??= push().finally(() => {
      pushing = null
    })
    return pushing
  }

  return {
    state,
    problem,
    theirs,
    conflicts,
    draft,
    async edit(content) {
      if (sameDraft(content, draft.value.content)) return
      const kept = keep({ content })
      if (state.value !== 'conflict') {
        if (state.value !== 'saving') state.value = 'unsaved'
        schedule(REST)
      }
      await kept
    },
    flush,
    adopt(version) {
      draft.value = { ...draft.value, version }
    },
    async resolve(content) {
      theirs.value = null
      conflicts.value = []
      state.value = 'unsaved'
      await keep({ content })
      await flush()
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
