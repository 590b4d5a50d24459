import type { HandlingTaskResponse, ObjectionResponse } from '@/api/gen'

/** One unit that had, or has, the matter. */
export interface EarlierUnit {
  unit: string
  role: HandlingTaskResponse['role']
  since: string
  why: 'open' | 'sent_back' | 'recalled' | 'moved'
  reason: string | null
  answer: string | null
}

/**
 * Every unit that had the matter, oldest first, with why it no longer has it: sent back with consent, recalled (perhaps
 * on a deputy's objection), or merged into another unit by a reform.
 */
export function earlierUnits(record: {
  tasks: Pick<
    HandlingTaskResponse,
    'unit' | 'role' | 'tier' | 'status' | 'assigned_at' | 'send_backs' | 'former_units'
  >[]
  objections: Pick<ObjectionResponse, 'verdict' | 'reason' | 'answer'>[]
}): EarlierUnit[] {
  const objection = record.objections.findLast((one) => one.verdict === 'agreed')
  return record.tasks
    .filter((task) => task.tier === 'unit' || task.status === 'sent_back')
    .flatMap((task): EarlierUnit[] => {
      const common = { role: task.role, since: task.assigned_at as string, answer: null }
      const moved = task.former_units.map((unit) => ({
        ...common,
        unit: unit.name,
        why: 'moved' as const,
        reason: null,
      }))
      const back = task.send_backs.findLast((one) => one.verdict !== 'pending')
      const now = {
        ...common,
        unit: task.unit.name,
        reason: back?.reason ?? null,
        answer: back?.decision_reason ?? null,
      }
      if (task.status === 'sent_back') return [...moved, { ...now, why: 'sent_back' as const }]
      if (task.status !== 'cancelled') return [...moved, { ...now, why: 'open' as const }]
      const { reason, answer } = objection ?? { reason: now.reason, answer: now.answer }
      return [...moved, { ...now, why: 'recalled' as const, reason, answer: answer ?? null }]
    })
    .sort((a, b) => a.since.localeCompare(b.since))
}
