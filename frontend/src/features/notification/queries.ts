import { useQuery } from '@tanstack/vue-query'
import { getNotificationPreferences, getColleagues, getSubstitutions } from '@/api/gen'

export const notificationKeys = {
  all: ['notification'] as const,
  lists: ['notification', 'list'] as const,
  preferences: ['notification', 'preferences'] as const,
  substitutions: ['notification', 'substitutions'] as const,
  colleagues: ['notification', 'colleagues'] as const,
  deliveries: ['notification', 'deliveries'] as const,
}

/** 通知偏好 */
export function usePreferences() {
  return useQuery({
    queryKey: notificationKeys.preferences,
    queryFn: ({ signal }) => getNotificationPreferences({ signal }),
  })
}

/** 代办安排 of both sides. */
export function useSubstitutions(enabled: () => boolean = () => true) {
  return useQuery({
    enabled,
    queryKey: notificationKeys.substitutions,
    queryFn: async ({ signal }) => (await getSubstitutions({ signal })).items,
  })
}

/** Who may stand in. */
export function useColleagues() {
  return useQuery({
    queryKey: notificationKeys.colleagues,
    queryFn: async ({ signal }) => (await getColleagues({ signal })).items,
  })
}
