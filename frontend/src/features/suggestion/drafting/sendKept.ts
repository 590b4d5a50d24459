import type { DraftApi } from './draftSync'
import { createDraftSync } from './draftSync'
import type { DraftStore } from './draftStore'

/**
 * Sends what this device kept while there was no network, one after the other; answers how many the server has now.
 * What it refuses, or what was changed elsewhere too, stays here until its page is opened.
 */
export async function sendKept(accountId: string, store: DraftStore, api: DraftApi): Promise<number> {
  let sent = 0
  for (const draft of await store.all(accountId)) {
    const sync = createDraftSync({ draft, store, api, later: () => () => {} })
    if (await sync.flush()) sent++
    sync.stop()
  }
  return sent
}
