import { createStore, del, get, set, values } from 'idb-keyval'
import type { DraftContent } from './draft'

/** A draft as this device keeps it until the server has it. */
export interface LocalDraft {
  /** Made on this device; also the idempotency key of its creation, so that it can never be created twice. */
  localId: string
  accountId: string
  serverId: string | null
  /** Version and content that the server had when we last agreed with it. */
  version: number | null
  base: DraftContent
  content: DraftContent
  changedAt: string
}

export interface DraftStore {
  load: (localId: string) => Promise<LocalDraft | undefined>
  save: (draft: LocalDraft) => Promise<void>
  remove: (localId: string) => Promise<void>
  /** Unsent drafts of one account, newest first. */
  all: (accountId: string) => Promise<LocalDraft[]>
}

/** IndexedDB: survives a closed browser and a dead battery. One database for drafts alone. */
export function browserDraftStore(): DraftStore {
  const store = createStore('daibiao-drafts', 'drafts')
  return {
    load: (localId) => get<LocalDraft>(localId, store),
    save: (draft) => set(draft.localId, JSON.parse(JSON.stringify(draft)) as LocalDraft, store),
    remove: (localId) => del(localId, store),
    all: async (accountId) =>
      (await values<LocalDraft>(store))
        .filter((draft) => draft.accountId === accountId)
        .sort((a, b) => b.changedAt.localeCompare(a.changedAt)),
  }
}
