import { by } from './ready'
import type { Json } from './api'

interface Seat {
  id: string
  name: string
  person_id: string
  jurisdiction_id: string
}

/** Two seats of the next congress: one for a deputy who is elected again, one for somebody new; both confirmed on `on`. */
export const elected = (term_id: string, again: string, on: string): Promise<void> =>
  by('clerk', async (clerk) => {
    const { items } = await clerk.get<{ items: Seat[] }>(`/deputies?q=${encodeURIComponent(again)}`)
    const known = await clerk.get<Seat>(`/deputies/${items[0]?.id}`)
    const { jurisdiction_id } = await clerk.get<Seat>(`/terms/${term_id}`)
    const area = await clerk.send<Seat>('POST', '/constituencies', {
      term_id,
      jurisdiction_id,
      no: 1,
      name: '第一选区',
      seats: 2,
    })
    const newcomer = await clerk.send<Seat>('POST', '/persons', {
      jurisdiction_id,
      name: '演新任',
      gender: 'female',
      birth_on: '1985-06-15',
      ethnicity: '汉族',
      party: 'none',
    })
    for (const [number, person_id] of [known.person_id, newcomer.id].entries()) {
      const seat = await clerk.send<Seat>('POST', '/deputies', {
        person_id,
        term_id,
        level: 'county',
        constituency_id: area.id,
        cert_no: `1900${number + 1}`,
        elected_on: on,
        entry: 'general',
        is_newcomer: number === 1,
        is_reelected: number === 0,
        occupation: '教师',
        composition: 'worker_peasant',
      } satisfies Json)
      await clerk.send('POST', `/deputies/${seat.id}/confirm`, { on, document_no: null, note: null }, 1)
    }
  })
