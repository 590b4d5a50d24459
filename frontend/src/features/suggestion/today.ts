import type { WaitingItem } from '@/api/gen'

/** Where each kind of waiting thing is done, and its picture. */
const PLACES: Record<string, { icon: string; to: (id: string) => string }> = {
  cosign: { icon: 'handshake', to: (id) => `/suggestions/${id}` },
  revise: { icon: 'edit', to: (id) => `/write/${id}` },
  finish_draft: { icon: 'pen', to: (id) => `/write/${id}` },
  confirm_contact: { icon: 'phone', to: (id) => `/suggestions/${id}` },
  evaluate: { icon: 'star', to: (id) => `/suggestions/${id}/evaluate` },
  agree_withdrawal: { icon: 'handshake', to: (id) => `/suggestions/${id}` },
  confirm_explanation: { icon: 'mail', to: (id) => `/suggestions/${id}` },
}

/** Leads to where it is done; a kind that this release does not know leads to the suggestion. */
export function placeOf(item: Pick<WaitingItem, 'kind' | 'suggestion_id'>): { icon: string; to: string } {
  const place = PLACES[item.kind]
  return { icon: place?.icon ?? 'paper', to: place?.to(item.suggestion_id) ?? `/suggestions/${item.suggestion_id}` }
}
