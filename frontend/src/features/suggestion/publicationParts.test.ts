import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { isProposable, publicationRows } from './publicationParts'

const record = (patch: object) =>
  ({
    publish_consent: 'full',
    confidential: false,
    names_hidden_from_units: false,
    feedbacks: [],
    replies: [
      {
        id: 'r',
        issued_at: '2026-05-01T09:00:00+08:00',
        unit: { name: '住建局' },
        content: { publish_attr: 'active' },
      },
      { id: 'd', issued_at: null, unit: { name: '住建局' }, content: { publish_attr: 'active' } },
    ],
    publications: [],
    ...patch,
  }) as unknown as SuggestionResponse

describe('publicationRows', () => {
  it('has a row for every issued letter, none for a draft', () => {
    expect(publicationRows(record({})).map((row) => row.key)).toEqual(['title', 'text', 'reply-r', 'status'])
  })
  it('bars the text of who agreed to the title alone, and everything of a protected matter', () => {
    const rows = publicationRows(record({ publish_consent: 'title_only' }))
    expect(rows.map((row) => row.barred)).toEqual([null, 'consent', 'consent', null])
    expect(new Set(publicationRows(record({ confidential: true })).map((row) => row.barred))).toEqual(
      new Set(['confidential']),
    )
  })
  it('goes by the latest decision: what was withdrawn may be proposed again', () => {
    const publications = [
      { id: '1', part: 'title', reply_id: null, status: 'withdrawn' },
      { id: '2', part: 'title', reply_id: null, status: 'proposed' },
    ]
    const [title] = publicationRows(record({ publications }))
    expect(title?.now?.id).toBe('2')
    expect(isProposable(title!)).toBe(false)
    expect(isProposable(publicationRows(record({ publications: publications.slice(0, 1) }))[0]!)).toBe(true)
  })
})
