import type { FieldSpec } from '@/ui/fields'
import { optionsOf } from '@/ui/vocabulary'
import { searchJurisdictions, searchUnits } from './pickers'

/** The form of a unit (单位), for creating and correcting. */
export function unitFields(t: (key: string) => string): FieldSpec[] {
  return [
    {
      name: 'jurisdiction_id',
      label: t('org.desk.field.jurisdiction'),
      kind: 'pick',
      search: searchJurisdictions,
      required: true,
      fixed: true,
    },
    { name: 'name', label: t('org.desk.units.name'), kind: 'text', max: 60, required: true },
    { name: 'short_name', label: t('org.desk.units.short_name'), kind: 'text', max: 20, required: true },
    {
      name: 'kind',
      label: t('org.desk.field.kind'),
      kind: 'select',
      options: optionsOf(t, 'unit_kind'),
      required: true,
    },
    {
      name: 'system',
      label: t('org.desk.units.system'),
      kind: 'select',
      options: optionsOf(t, 'unit_system'),
      required: true,
    },
    { name: 'parent_id', label: t('org.desk.units.parent'), kind: 'pick', search: searchUnits },
    {
      name: 'doc_prefix',
      label: t('org.desk.units.doc_prefix'),
      kind: 'text',
      max: 20,
      hint: t('org.desk.units.doc_prefix_hint'),
    },
    { name: 'phone', label: t('org.desk.units.phone'), kind: 'text', max: 30 },
    { name: 'credit_code', label: t('org.desk.units.credit_code'), kind: 'text', max: 18 },
    { name: 'valid_from', label: t('org.desk.units.valid_from'), kind: 'date', required: true },
  ]
}
