import { describe, expect, it } from 'vitest'
import type { SuggestionResponse } from '@/api/gen'
import { barReason, isProposable, publicationRows } from './publicationParts'

const option = (part: string, barred: string | null = null, reply_id: string | null = null) => ({
  part,
  reply_id,
  barred,
})
const record = (patch: object) =>
  ({
    replies: [{ id: 'r', doc_no: '泗住建复〔2026〕1号', unit: { name: '住建局' } }],
    publications: [],
    publication_options: [option('title'), option('reply', null, 'r')],
    ...patch,
  }) as unknown as SuggestionResponse

describe('publicationRows', () => {
  it('has a row for everything that the server offers, letters by unit and number', () => {
    const rows = publicationRows(record({}))
    expect(rows.map((row) => [row.key, row.name])).toEqual([
      ['title', null],
      ['reply-r', '住建局 泗住建复〔2026〕1号'],
    ])
    expect(rows.every(isProposable)).toBe(true)
  })
  it('says why a part cannot be chosen, in words that exist', () => {
    const publication_options = [
      option('text', 'publication.no_consent'),
      option('feedback', 'publication.feedback_not_public'),
      option('title', 'publication.exists'),
    ]
    const rows = publicationRows(record({ publication_options }))
    expect(rows.map(barReason)).toEqual(['consent', 'feedback', null])
    expect(rows.some(isProposable)).toBe(false)
  })
  it('goes by the latest decision', () => {
    const publications = [
      { id: '1', part: 'title', reply_id: null, status: 'withdrawn' },
      { id: '2', part: 'title', reply_id: null, status: 'proposed' },
    ]
    expect(publicationRows(record({ publications }))[0]?.now?.id).toBe('2')
  })
})
