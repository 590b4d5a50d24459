import { createStore, del, get, set, values } from 'idb-keyval'
import { emptyDraft, type DraftContent } from './draft'

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

/** What an earlier version of this program kept has none of the later fields. */
const whole = (draft: LocalDraft): LocalDraft => ({
  ...draft,
  base: { ...emptyDraft(), ...draft.base },
  content: { ...emptyDraft(), ...draft.content },
})

/** IndexedDB: survives a closed browser and a dead battery. One database for drafts alone. */
export function browserDraftStore(): DraftStore {
  const store = createStore('daibiao-drafts', 'drafts')
  return {
    load: async (localId) => {
      const draft = await get<LocalDraft>(localId, store)
      return draft && whole(draft)
    },
    save: (draft) => set(draft.localId, JSON.parse(JSON.stringify(draft)) as LocalDraft, store),
    remove: (localId) => del(localId, store),
    all: async (accountId) =>
      (await values<LocalDraft>(store))
        .map(whole)
        .filter((draft) => draft.accountId === accountId)
        .sort((a, b) => b.changedAt.localeCompare(a.changedAt)),
  }
}
