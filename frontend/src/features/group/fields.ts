import { searchJurisdictions, searchTerms } from '@/features/org/pickers'
import type { FieldSpec } from '@/ui/fields'

/** The form of a deputy group (代表小组). */
export function groupFields(t: (key: string) => string): FieldSpec[] {
  return [
    {
      name: 'term_id',
      label: t('group.desk.field.term'),
      kind: 'pick',
      search: searchTerms,
      required: true,
      fixed: true,
    },
    {
      name: 'jurisdiction_id',
      label: t('group.desk.field.jurisdiction'),
      kind: 'pick',
      search: searchJurisdictions,
      required: true,
      fixed: true,
    },
    { name: 'no', label: t('group.desk.field.no'), kind: 'number', required: true },
    { name: 'name', label: t('group.desk.field.name'), kind: 'text', max: 40, required: true },
    { name: 'field', label: t('group.desk.field.field'), kind: 'text', max: 40, hint: t('group.desk.field_hint') },
    { name: 'duties', label: t('group.desk.field.duties'), kind: 'textarea', max: 1000, required: true },
    { name: 'founded_on', label: t('group.desk.field.founded_on'), kind: 'date', required: true },
  ]
}
