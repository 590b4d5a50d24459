import type { ContactResponse, SuggestionResponse } from '@/api/gen'

/** 沟通记录 on which a deputy has not spoken yet, with where it belongs. */
export interface AwaitedContact {
  suggestion: Pick<SuggestionResponse, 'id' | 'title' | 'version'>
  taskId: string
  unit: string
  contact: ContactResponse
}

/** Records of a suggestion that name this deputy and that this deputy may still answer. */
export function awaitingMe(suggestion: SuggestionResponse, deputyIds: readonly string[]): AwaitedContact[] {
  const mine = (id: string | null | undefined) => deputyIds.some((own) => own === id)
  return suggestion.tasks
    .filter((task) => task.allowed_actions.includes('confirm_contact'))
    .flatMap((task) =>
      task.contacts
        .filter(
          (contact) =>
            contact.deputies.some((one) => mine(one.id)) && !contact.answers.some((answer) => mine(answer.deputy.id)),
        )
        .map((contact) => ({ suggestion, taskId: task.id, unit: task.unit.name, contact })),
    )
}

/** What a talk is worth: counted as 面商, confirmed but not face to face, disputed, or still without the deputy's word. */
export function contactState(
  contact: Pick<ContactResponse, 'counts' | 'answers'>,
): 'counts' | 'confirmed' | 'disputed' | 'waiting' {
  if (contact.counts) return 'counts'
  if (contact.answers.some((answer) => answer.disputed != null)) return 'disputed'
  return contact.answers.length > 0 ? 'confirmed' : 'waiting'
}
