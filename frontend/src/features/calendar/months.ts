/** A day that differs from the plain week, as the server lists it. */
export interface ListedDay {
  date: string
  kind: 'holiday' | 'make_up_workday'
  name: string
}
export interface DayCell {
  date: string
  day: number
  /** 工作日, 周末休息, 放假, 调休上班 */
  kind: 'workday' | 'weekend' | 'holiday' | 'make_up_workday'
  name: string
}

const pad = (n: number) => String(n).padStart(2, '0')

/** The weeks of a month, Monday first, with holes before the 1st and after the last day. */
export function monthWeeks(year: number, month: number, listed: ReadonlyMap<string, ListedDay>): (DayCell | null)[][] {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const lead = (first.getUTCDay() + 6) % 7
  const cells: (DayCell | null)[] = Array.from({ length: lead }, () => null)
  for (let day = 1; day <= length; day++) {
    const date = `${year}-${pad(month)}-${pad(day)}`
    const special = listed.get(date)
    const weekend = (lead + day - 1) % 7 >= 5
    cells.push({ date, day, kind: special?.kind ?? (weekend ? 'weekend' : 'workday'), name: special?.name ?? '' })
  }
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** 连休: listed days of one kind and name that follow each other, as one line. */
export function periods(
  listed: ListedDay[],
): { kind: ListedDay['kind']; name: string; from: string; to: string; days: number }[] {
  const out: ReturnType<typeof periods> = []
  for (const day of [...listed].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = out.at(-1)
    if (last && last.kind === day.kind && last.name === day.name && nextDay(last.to) === day.date) {
      last.to = day.date
      last.days += 1
    } else out.push({ kind: day.kind, name: day.name, from: day.date, to: day.date, days: 1 })
  }
  return out
}

export function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** What a calendar file is, by its name or, when pasted, by its first line. */
export function importFormat(name: string, text: string): 'csv' | 'ical' {
  return /\.ics$/i.test(name) || text.trimStart().startsWith('BEGIN:VCALENDAR') ? 'ical' : 'csv'
}
