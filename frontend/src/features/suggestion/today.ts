import type { MySuggestion } from './mine'

/** One thing that waits for the deputy, most pressing first. */
export interface Waiting {
  kind: 'cosign' | 'revise' | 'confirm_contact' | 'evaluate' | 'finish_draft'
  id: string
  title: string
  count: number
  due: MySuggestion['due']
  to: string
}

const ORDER: Waiting['kind'][] = ['revise', 'evaluate', 'confirm_contact', 'cosign', 'finish_draft']

/** What waits for me, from what I may do: the allowed actions are the server's, so this list and its rules cannot disagree. */
export function waitingFor(suggestions: MySuggestion[]): Waiting[] {
  const found: Waiting[] = []
  for (const s of suggestions) {
    const add = (kind: Waiting['kind'], to: string, count = 1) =>
      found.push({ kind, id: s.id, title: s.title, count, due: s.due, to })
    const may = (action: string) => s.allowed_actions.includes(action)
    if (s.my_role === 'invited' && may('confirm_cosign')) add('cosign', `/suggestions/${s.id}`)
    else if (s.status === 'returned' && may('submit')) add('revise', `/write/${s.id}`)
    else if (s.status === 'draft' && may('submit')) add('finish_draft', `/write/${s.id}`)
    else if (may('evaluate')) add('evaluate', `/suggestions/${s.id}/evaluate`)
    if (s.contacts_to_confirm > 0) add('confirm_contact', `/suggestions/${s.id}`, s.contacts_to_confirm)
  }
  return found.sort(
    (a, b) => (a.due?.on ?? '9999').localeCompare(b.due?.on ?? '9999') || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
  )
}
