import { useQuery } from '@tanstack/vue-query'
import { listSettings } from '@/api/gen'

export const settingKeys = { all: ['settings'] as const, list: ['settings', 'list'] as const }

/** 系统设置 in force today, with bounds, law and history. */
export function useSettings() {
  return useQuery({ queryKey: settingKeys.list, queryFn: ({ signal }) => listSettings({ signal }) })
}
