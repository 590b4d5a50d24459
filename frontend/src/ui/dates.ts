// Dates as the congress writes them, always in its own zone (Asia/Shanghai), whatever the visitor's clock says.
const ZONE = 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()
function format(lang: string, style: 'day' | 'moment' | 'second'): Intl.DateTimeFormat {
  const key = `${lang}/${style}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', {
      timeZone: ZONE,
      year: 'numeric',
      month: lang === 'en' ? 'short' : 'long',
      day: 'numeric',
      ...(style === 'day' ? {} : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      ...(style === 'second' ? { second: '2-digit' } : {}),
    })
    formats.set(key, found)
  }
  return found
}

/** A plain date `2026-03-06` has no zone: noon keeps it on its day. */
function toDate(value: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T12:00:00+08:00` : value)
}

/** 2026年3月6日 / 6 Mar 2026. Accepts a date or an instant; an empty value gives an empty text. */
export function formatDay(value: string | null | undefined, lang: string = 'zh-CN'): string {
  if (!value) return ''
  const date = toDate(value)
  return Number.isNaN(date.getTime()) ? '' : format(lang, 'day').format(date)
}

/** 2026年3月6日 09:30 / 6 Mar 2026, 09:30. */
export function formatMoment(value: string | null | undefined, lang: string = 'zh-CN'): string {
  if (!value) return ''
  const date = toDate(value)
  return Number.isNaN(date.getTime()) ? '' : format(lang, 'moment').format(date)
}

/** 2026年3月6日 09:30:07: where machines answer each other. */
export function formatSecond(value: string | null | undefined, lang: string = 'zh-CN'): string {
  if (!value) return ''
  const date = toDate(value)
  return Number.isNaN(date.getTime()) ? '' : format(lang, 'second').format(date)
}

/** 2026-03-06 in the congress's zone: for tables, inputs and `datetime` attributes. */
export function isoDay(value: string | Date): string {
  const date = typeof value === 'string' ? toDate(value) : value
  return new Date(date.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
}
