import { searchConstituencies, searchJurisdictions, searchTerms } from '@/features/org/pickers'
import type { Option } from '@/ui/Combobox.vue'
import type { FieldSpec } from '@/ui/fields'
import { optionsOf } from '@/ui/vocabulary'
import { searchDelegations, searchPersons } from './pickers'

type Translate = (key: string) => string

/** The form of a deputy's seat (代表), for entering (of the person just registered, if any) and correcting. */
export function deputyFields(t: Translate, person?: Option): FieldSpec[] {
  const label = (name: string) => t(`deputy.desk.field.${name}`)
  return [
    {
      name: 'person_id',
      label: label('person'),
      kind: 'pick',
      search: searchPersons,
      required: true,
      fixed: true,
      hint: t('deputy.desk.person.pick_hint'),
      initial: person ? [person] : undefined,
    },
    { name: 'term_id', label: label('term'), kind: 'pick', search: searchTerms, required: true, fixed: true },
    {
      name: 'level',
      label: label('level'),
      kind: 'select',
      options: optionsOf(t, 'level'),
      required: true,
      fixed: true,
    },
    { name: 'cert_no', label: label('cert_no'), kind: 'text', max: 20, required: true },
    { name: 'constituency_id', label: label('constituency'), kind: 'pick', search: searchConstituencies },
    { name: 'jurisdiction_id', label: label('jurisdiction'), kind: 'pick', search: searchJurisdictions },
    { name: 'delegation_id', label: label('delegation'), kind: 'pick', search: searchDelegations },
    { name: 'elected_on', label: label('elected_on'), kind: 'date', required: true },
    { name: 'entry', label: label('entry'), kind: 'select', options: optionsOf(t, 'entry'), required: true },
    { name: 'is_newcomer', label: label('is_newcomer'), kind: 'check' },
    { name: 'is_reelected', label: label('is_reelected'), kind: 'check' },
    {
      name: 'composition',
      label: label('composition'),
      kind: 'select',
      options: optionsOf(t, 'occupation'),
      required: true,
    },
    { name: 'occupation', label: label('occupation'), kind: 'text', max: 40, required: true },
    { name: 'employer', label: label('employer'), kind: 'text', max: 60 },
    { name: 'post', label: label('post'), kind: 'text', max: 40 },
    { name: 'sc_member', label: label('sc_member'), kind: 'check' },
    { name: 'contact_platform', label: label('contact_platform'), kind: 'text', max: 60 },
    { name: 'intro', label: label('intro'), kind: 'textarea', max: 500 },
  ]
}

/** A natural person (自然人) behind a seat; protected fields are sealed by the server. */
export function personFields(t: Translate): FieldSpec[] {
  const label = (name: string) => t(`deputy.desk.field.${name}`)
  return [
    {
      name: 'jurisdiction_id',
      label: label('jurisdiction'),
      kind: 'pick',
      search: searchJurisdictions,
      required: true,
      fixed: true,
    },
    { name: 'name', label: label('name'), kind: 'text', max: 40, required: true },
    // Before the rest: whoever is on record already is recognised by them.
    { name: 'id_no', label: label('id_no'), kind: 'text', max: 18 },
    { name: 'mobile', label: label('mobile'), kind: 'text', max: 20 },
    { name: 'gender', label: label('gender'), kind: 'select', options: optionsOf(t, 'gender'), required: true },
    { name: 'birth_on', label: label('birth_on'), kind: 'date', required: true },
    { name: 'ethnicity', label: label('ethnicity'), kind: 'text', max: 20, required: true, initial: '汉族' },
    { name: 'party', label: label('party'), kind: 'select', options: optionsOf(t, 'party'), required: true },
    { name: 'education', label: label('education'), kind: 'select', options: optionsOf(t, 'education') },
    { name: 'degree', label: label('degree'), kind: 'text', max: 20 },
  ]
}

/** What each status command (代表状态变动) asks for: the legal ground, the day, the document. */
export function statusFields(t: Translate, step: string): FieldSpec[] {
  const label = (name: string) => t(`deputy.desk.field.${name}`)
  const ground: FieldSpec[] =
    step === 'suspend'
      ? [
          {
            name: 'ground',
            label: label('ground'),
            kind: 'select',
            options: optionsOf(t, 'suspension_ground'),
            required: true,
          },
        ]
      : step === 'terminate'
        ? [
            {
              name: 'ground',
              label: label('ground'),
              kind: 'select',
              options: optionsOf(t, 'termination_ground'),
              required: true,
            },
          ]
        : step === 'release'
          ? [
              {
                name: 'ground',
                label: label('ground'),
                kind: 'select',
                options: optionsOf(t, 'release_ground'),
                required: true,
              },
            ]
          : []
  const recalled = (form: Record<string, unknown>) => form.ground === 'recall' || form.ground === 'ordered_resignation'
  const vote: FieldSpec[] =
    step === 'terminate'
      ? [
          { name: 'in_favour', label: label('in_favour'), kind: 'number', when: recalled },
          { name: 'members', label: label('members'), kind: 'number', when: recalled },
        ]
      : []
  const document: FieldSpec[] =
    step === 'release'
      ? []
      : [
          {
            name: 'document_no',
            label: label('document_no'),
            kind: 'text',
            max: 60,
            hint: t('deputy.desk.status.document_hint'),
          },
        ]
  return [
    ...ground,
    { name: 'on', label: label('on'), kind: 'date', required: true },
    ...document,
    ...vote,
    { name: 'note', label: label('note'), kind: 'textarea', max: 500 },
  ]
}

/** The body of a status command: a vote is sent only when it was counted. */
export function statusBody(body: Record<string, unknown>): Record<string, unknown> {
  const { in_favour, members, ...rest } = body
  return in_favour != null && members != null ? { ...rest, vote: { in_favour, members } } : rest
}
