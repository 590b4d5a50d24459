import { createStore, del, get, set } from 'idb-keyval'
import type { MeResponse } from '@/api/gen'

/**
 * Who was signed in last on this device, so that the deputies' app can open without network. Name and rights only: no
 * token. Forgotten at sign-out.
 */
const store = () => createStore('daibiao-session', 'person')

export const remember = (me: MeResponse) =>
  set('me', JSON.parse(JSON.stringify(me)) as MeResponse, store()).catch(() => undefined)
export const remembered = () => get<MeResponse>('me', store()).catch(() => undefined)
export const forget = () => del('me', store()).catch(() => undefined)
