import { useQuery } from '@tanstack/vue-query'
import { jsonRequest, plainSend, send } from '@/api/transport'
import type { Grant } from '@/api/authFetch'

/** The signed-in person (`GET /me`). */
export interface Me {
  account_id: string
  username: string
  display_name: string
  must_change_password: boolean
  roles: { role: string; label: string; unit_id: string | null; group_id: string | null; deputy_id: string | null }[]
  capabilities: string[]
  demo: boolean
  /** Today's business date by the server's clock. */
  today: string
}

export interface Session {
  id: string
  created_at: string
  last_seen_at: string
  expires_at: string
  address: string
  user_agent: string
  current: boolean
}

export const accountKeys = {
  all: ['account'] as const,
  sessions: ['account', 'sessions'] as const,
}

const json = async <T>(response: Response): Promise<T> => (await response.json()) as T

export async function requestSignIn(username: string, password: string): Promise<Grant> {
  return json(await plainSend(jsonRequest('POST', '/api/v1/auth/login', { username, password })))
}

export async function readMe(): Promise<Me> {
  return json(await send(jsonRequest('GET', '/api/v1/me')))
}

export function useSessions() {
  return useQuery({
    queryKey: accountKeys.sessions,
    queryFn: async ({ signal }) => {
      const answer = await json<{ items: Session[] }>(
        await send(jsonRequest('GET', '/api/v1/auth/sessions', undefined, { signal })),
      )
      return answer.items
    },
  })
}

export async function revokeSession(id: string): Promise<void> {
  await send(jsonRequest('DELETE', `/api/v1/auth/sessions/${id}`))
}

export async function changePassword(current_password: string, new_password: string): Promise<void> {
  await send(jsonRequest('POST', '/api/v1/auth/password', { current_password, new_password }))
}

/** Sets a new password with the one-time token of a reset link; no sign-in. */
export async function redeemReset(token: string, new_password: string): Promise<void> {
  await plainSend(jsonRequest('POST', '/api/v1/auth/password-reset', { token, new_password }))
}
