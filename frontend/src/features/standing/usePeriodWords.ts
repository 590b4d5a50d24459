import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '@/features/account/session'
import { formatDay } from '@/ui/dates'
import { periodOf } from './standing'

/** The days that a list covers, in words. */
export function usePeriodWords(filters: () => { assigned_from: string; assigned_to: string }) {
  const { t, locale } = useI18n()
  const session = useSession()
  return computed(() => {
    const { from, to } = periodOf(filters(), session.me?.today ?? '')
    return t('statistics.desk.span', { from: formatDay(from, locale.value), to: formatDay(to, locale.value) })
  })
}
