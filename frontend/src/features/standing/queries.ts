import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import {
  getLightTable,
  getStanding,
  getStandingComparison,
  getStandingReport,
  getUnitScores,
  trySetting,
} from '@/api/gen'

export const standingKeys = {
  all: ['suggestion', 'desk', 'standing'] as const,
  matters: ['suggestion', 'desk', 'standing', 'matters'] as const,
  deputies: ['suggestion', 'desk', 'standing', 'deputies'] as const,
  reports: ['suggestion', 'desk', 'standing', 'reports'] as const,
}

/** 领导一页 of a year. */
export function useStanding(year: MaybeRefOrGetter<number | undefined>) {
  return useQuery({
    queryKey: computed(() => [...standingKeys.all, 'overview', toValue(year) ?? null]),
    queryFn: ({ signal }) => getStanding({ query: { year: toValue(year) }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** 同比: the year beside the one before, as of the same day. */
export function useComparison(year: MaybeRefOrGetter<number | undefined>) {
  return useQuery({
    queryKey: computed(() => [...standingKeys.all, 'comparison', toValue(year) ?? null]),
    queryFn: ({ signal }) => getStandingComparison({ query: { year: toValue(year) }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** 单位亮灯表 of today. */
export function useLightTable() {
  return useQuery({
    queryKey: [...standingKeys.all, 'lights'],
    queryFn: ({ signal }) => getLightTable({ signal }),
  })
}

/** 单位得分 of a year. */
export function useScores(query: MaybeRefOrGetter<{ year?: number; successors?: boolean }>) {
  return useQuery({
    queryKey: computed(() => [...standingKeys.all, 'scores', toValue(query)]),
    queryFn: ({ signal }) => getUnitScores({ query: toValue(query), signal }),
    placeholderData: keepPreviousData,
  })
}

/** 设置试算: what the value would change; asked only while there is one to try. */
export function useTrial(trial: MaybeRefOrGetter<{ key: string; value: unknown } | null>) {
  return useQuery({
    queryKey: computed(() => [...standingKeys.all, 'trial', toValue(trial)]),
    queryFn: ({ signal }) => {
      const { key, value } = toValue(trial)!
      return trySetting({ path: { key }, query: { value: JSON.stringify(value) }, signal })
    },
    enabled: () => toValue(trial) !== null,
    retry: false,
  })
}

/** 冻结报表 with its figures; it never changes. */
export function useReport(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...standingKeys.reports, toValue(id)]),
    queryFn: ({ signal }) => getStandingReport({ path: { id: toValue(id) }, signal }),
    staleTime: Infinity,
  })
}
