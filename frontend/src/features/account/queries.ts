import { useQuery } from '@tanstack/vue-query'
import { listLoginSessions } from '@/api/gen'

export const accountKeys = {
  all: ['account'] as const,
  sessions: ['account', 'sessions'] as const,
}

/** Own signed-in devices (登录设备). */
export function useSessions() {
  return useQuery({
    queryKey: accountKeys.sessions,
    queryFn: async ({ signal }) => (await listLoginSessions({ signal })).items,
  })
}
