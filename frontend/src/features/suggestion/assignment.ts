import type { AssignmentRequest } from '@/api/gen'
import type { FieldError } from '@/ui/formErrors'
import type { Option } from '@/ui/Combobox.vue'

export type Way = 'lead' | 'split'
export interface AssignmentForm {
  /** 主办加协办, or 分办 to several. */
  way: Way
  lead: Option[]
  co: Option[]
  split: { unit: Option[]; scope: string }[]
  /** Through the government office, which dispatches to its departments. */
  viaGovernment: boolean
}

/** Nothing chosen yet. */
export const emptyAssignment = (): AssignmentForm => ({
  way: 'lead',
  lead: [],
  co: [],
  split: [
    { unit: [], scope: '' },
    { unit: [], scope: '' },
  ],
  viaGovernment: false,
})

/** The body of an assignment: one lead with co-units, or at least two split units each with its part. */
export function assignmentsOf(form: AssignmentForm): AssignmentRequest[] {
  const tier = form.viaGovernment ? 'system' : 'unit'
  if (form.way === 'split') {
    return form.split
      .filter((part) => part.unit[0])
      .map((part) => ({ unit_id: part.unit[0]!.id, role: 'split', tier, scope_text: part.scope.trim() || null }))
  }
  return [
    ...form.lead.slice(0, 1).map((unit) => ({ unit_id: unit.id, role: 'lead' as const, tier, scope_text: null })),
    ...form.co.map((unit) => ({ unit_id: unit.id, role: 'co' as const, tier: 'unit' as const, scope_text: null })),
  ] as AssignmentRequest[]
}

/** What can be said before asking the server (§8.1: one lead or two split; a co-unit only with a lead; no unit twice). */
export function assignmentProblems(form: AssignmentForm, t: (key: string) => string): FieldError[] {
  const problems: FieldError[] = []
  const chosen = assignmentsOf(form)
  if (form.way === 'lead' && form.lead.length === 0)
    problems.push({ field: 'lead', message: t('suggestion.desk.assign.lead_missing') })
  if (form.way === 'split') {
    if (chosen.length < 2) problems.push({ field: 'split', message: t('suggestion.desk.assign.split_missing') })
    if (chosen.some((one) => !one.scope_text))
      problems.push({ field: 'split', message: t('suggestion.desk.assign.scope_missing') })
  }
  if (new Set(chosen.map((one) => one.unit_id)).size < chosen.length)
    problems.push({ field: '', message: t('suggestion.desk.assign.twice') })
  return problems
}
