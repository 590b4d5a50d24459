import { request } from '@playwright/test'

/** The last moment of the demo county's story: its open cases are due in the days after it. */
export const DEMO_NOW = '2026-06-10T10:00:00+08:00'

/** Moves the server's clock (it was started with `--allow-clock-control`); `null` lets it run again. */
export async function moveClock(now: string | null) {
  const api = await request.newContext({ baseURL: process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8080' })
  const answer = await api.put('/testing/clock', { data: { now } })
  if (answer.status() !== 204) throw new Error(`The clock did not move: ${answer.status()} ${await answer.text()}`)
  await api.dispose()
}

/** Every run starts on the day on which the demo county's story ends, whatever the machine's date is. */
export default () => moveClock(DEMO_NOW)
