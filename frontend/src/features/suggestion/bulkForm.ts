import type { FieldSpec, FormValues } from '@/ui/fields'
import { optionsOf } from '@/ui/vocabulary'
import { searchUnits } from '@/features/org/pickers'
import type { BulkStep } from './bulk'
import { categoryOptions } from './matterCategory'

type Translate = (key: string, named?: Record<string, unknown>) => string

/** What is asked of all at once; assigning has fields of its own, releasing none. */
export function bulkFields(step: BulkStep, t: Translate): FieldSpec[] {
  const label = (name: string) => t(`suggestion.desk.field.${name}`)
  switch (step) {
    case 'accept':
      return [
        {
          name: 'category',
          label: label('category'),
          kind: 'select',
          options: categoryOptions(null, t),
          hint: t('suggestion.desk.bulk.category_hint'),
          none: t('suggestion.desk.bulk.category_kept'),
        },
        {
          name: 'committee_id',
          label: label('committee'),
          kind: 'pick',
          search: searchUnits,
          when: (form) => Boolean(form.category),
        },
      ]
    case 'return':
      return [
        {
          name: 'reasons',
          label: label('reasons'),
          kind: 'choices',
          options: optionsOf(t, 'review_reason'),
          required: true,
        },
        { name: 'text', label: label('text'), kind: 'textarea', max: 1000, required: true },
      ]
    case 'urge':
      return [{ name: 'text', label: label('text'), kind: 'textarea', max: 500, required: true }]
    case 'propose_publication':
      return [
        {
          name: 'parts',
          label: t('suggestion.desk.bulk.parts'),
          kind: 'choices',
          options: optionsOf(t, 'publication_part'),
          required: true,
          initial: ['title', 'text', 'reply'],
          hint: t('suggestion.desk.bulk.parts_hint'),
        },
      ]
    case 'assign':
    case 'decide_publication':
      return []
  }
}

/** The members of the request beside its items. `wire` is the form as the wire wants it. */
export function bulkBody(step: BulkStep, wire: FormValues): Record<string, unknown> {
  if (step !== 'accept') return wire
  const { category, committee_id = null } = wire
  return { classification: category ? { category, sub_category: null, committee_id, urgent_by: null } : null }
}
