import * as api from '@/api/gen'
import type { BulkItemResult, BulkResponse } from '@/api/gen'
import { randomId } from '@/api/headers'
import { problemOf } from '@/api/problem'

/** What can be done with many suggestions at once, in the order of the bar; the codes are those of `allowed_actions`. */
export const BULK_STEPS = ['accept', 'return', 'assign', 'urge', 'propose_publication', 'decide_publication'] as const
export type BulkStep = (typeof BULK_STEPS)[number]

/** A suggestion and the version of it that the person has seen. */
export interface BulkRow {
  id: string
  version: number
  title: string
}

/** The server takes a hundred at once; fewer at a time show how far it is, and lose less when the line breaks. */
export const PORTION = 20
/** More than this nobody looks through before deciding. */
export const MOST_CHOSEN = 500

/** What became of one, with its row. */
export interface BulkLine {
  row: BulkRow
  outcome: BulkItemResult['outcome'] | 'unknown'
  /** Why not, in words. */
  reason: string | null
  version: number | null
}

export interface BulkCall {
  /** What is said of all: reasons, units, words. */
  body: Record<string, unknown>
  /** What is said of one alone. */
  each?: (row: BulkRow) => Record<string, unknown>
}

type Send = (items: object[], dryRun: boolean, key: string) => Promise<BulkResponse>

/** The request of one step. */
export function senderOf(step: BulkStep, call: BulkCall): Send {
  return (items, dry_run, key) => {
    const options = { body: { ...call.body, items, dry_run }, headers: { 'Idempotency-Key': key } } as never
    switch (step) {
      case 'accept':
        return api.bulkAcceptSuggestions(options) as unknown as Promise<BulkResponse>
      case 'return':
        return api.bulkReturnSuggestions(options) as unknown as Promise<BulkResponse>
      case 'assign':
        return api.bulkAssignSuggestions(options) as unknown as Promise<BulkResponse>
      case 'urge':
        return api.bulkUrgeSuggestions(options) as unknown as Promise<BulkResponse>
      case 'propose_publication':
        return api.bulkProposePublications(options) as unknown as Promise<BulkResponse>
      case 'decide_publication':
        return api.bulkReleasePublications(options) as unknown as Promise<BulkResponse>
    }
  }
}

export function portions<T>(all: T[], size = PORTION): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}

/** Why it was refused: the problem's own words, and each field's. */
export function reasonOf(result: Pick<BulkItemResult, 'problem'>): string | null {
  const problem = result.problem
  if (!problem) return null
  const fields = problem.errors.map((error) => error.detail)
  return fields.length > 0 ? fields.join(' ') : problem.detail || problem.title
}

/**
 * Sends the rows in portions and answers what became of each. A portion whose answer did not arrive is sent once more under
 * the same key, so that nothing is done twice; when that fails as well, its rows are `unknown` and the rest is still tried.
 * A refusal of the request as a whole is thrown before anything was done, and ends the run after.
 */
export async function runBulk(
  rows: BulkRow[],
  send: Send,
  options: {
    each?: BulkCall['each']
    dryRun: boolean
    onProgress?: (done: number) => void
    makeKey?: () => string
  },
): Promise<BulkLine[]> {
  const lines: BulkLine[] = []
  for (const portion of portions(rows)) {
    const items = portion.map((row) => ({ id: row.id, version: row.version, ...options.each?.(row) }))
    const key = (options.makeKey ?? randomId)()
    const answer = await send(items, options.dryRun, key)
      .catch((error: unknown) => {
        if (!problemOf(error).transient) throw error
        return send(items, options.dryRun, key)
      })
      .catch((error: unknown) => problemOf(error))
    if ('items' in answer) {
      for (const [i, row] of portion.entries()) {
        const result = answer.items[i]
        if (!result) continue
        lines.push({ row, outcome: result.outcome, reason: reasonOf(result), version: result.version ?? null })
      }
    } else {
      // What is said of all is wrong: it would be wrong for the next ones, too. What was done before is told.
      if (!answer.transient && lines.length === 0) throw answer
      const reason = answer.detail || answer.title || null
      const left = answer.transient ? portion : rows.slice(lines.length)
      lines.push(...left.map((row): BulkLine => ({ row, outcome: 'unknown', reason, version: null })))
      if (!answer.transient) return lines
    }
    options.onProgress?.(lines.length)
  }
  return lines
}

/** What may be done with the chosen, counted by step; and the version of each now. */
export async function allowedFor(ids: string[], signal?: AbortSignal) {
  const counts = new Map<BulkStep, number>()
  const versions = new Map<string, number>()
  for (const portion of portions(ids, 100)) {
    const { items } = await api.checkBulkActions({ body: { ids: portion }, signal })
    for (const one of items) {
      if (one.version != null) versions.set(one.id, one.version)
      for (const step of BULK_STEPS) {
        if (one.allowed_actions.includes(step)) counts.set(step, (counts.get(step) ?? 0) + 1)
      }
    }
  }
  return { counts, versions }
}
