import * as api from '@/api/gen'
import type { HandlingTaskResponse, SuggestionResponse } from '@/api/gen'
import type { CommandHeaders } from '@/api/useCommand'
import { searchUnits } from '@/features/org/pickers'
import type { FieldSpec } from '@/ui/fields'
import { optionsOf, VOCABULARIES } from '@/ui/vocabulary'
import type { Step } from './steps'

type Translate = (key: string, named?: Record<string, unknown>) => string
type Body = Record<string, unknown>

/** Commands on one handling task that one form is enough for, in the order of their buttons. */
export const TASK_STEPS = [
  'sign',
  'start',
  'log_contact',
  'draft_co_opinion',
  'issue_co_opinion',
  'submit_reply',
  'pass_reply',
  'sign_off',
  'deliver',
  'return_reply',
  'reject_draft',
  'agree_send_back',
  'refuse_send_back',
  'decide_extension',
  'mark_co_opinion_missing',
  'return_co_opinion',
  'request_extension',
  'request_send_back',
  'send_holding_answer',
  'change_handler',
  'note_as_read',
  'transfer',
] as const
export type TaskStep = (typeof TASK_STEPS)[number]

/** The form and the call of one task command; the words of buttons are `word.desk.task_step.<step>`. */
export function taskStep(step: TaskStep, task: HandlingTaskResponse, record: SuggestionResponse, t: Translate): Step {
  const path = { id: record.id, task_id: task.id }
  const label = (name: string) => t(`suggestion.desk.field.${name}`)
  const area = (name: string, max: number, required = true): FieldSpec => ({
    name,
    label: label(name),
    kind: 'textarea',
    max,
    required,
  })
  const line = (name: string, max: number, required = true): FieldSpec => ({
    name,
    label: label(name),
    kind: 'text',
    max,
    required,
  })
  const call =
    (fn: (options: never) => unknown, shape: (body: Body) => Body = (body) => body) =>
    (body: Body, headers: CommandHeaders) =>
      fn({ path, headers, body: shape(body) } as never) as Promise<SuggestionResponse>
  const bare = (fn: (options: never) => unknown, hint?: string): Step => ({
    fields: [],
    run: (_: Body, headers) => fn({ path, headers } as never) as Promise<SuggestionResponse>,
    hint,
  })
  const responsibles: FieldSpec[] = [
    { ...line('leader_name', 20), initial: task.leader_name ?? '', hint: t('suggestion.desk.hint.leader') },
    { ...area('plan', 1000, false), initial: task.plan ?? '' },
  ]
  switch (step) {
    case 'sign':
      return bare(api.signTask, t('suggestion.desk.hint.sign'))
    case 'start':
      return { fields: responsibles, run: call(api.startTask), hint: t('suggestion.desk.hint.start') }
    case 'change_handler':
      return { fields: responsibles, run: call(api.changeHandler) }
    case 'log_contact':
      return {
        fields: contactFields(record, t),
        run: call(api.logContact, contactBody),
        hint: t(`suggestion.desk.hint.${signersOf(record).length > 0 ? 'contact' : 'contact_protected'}`),
      }
    case 'draft_co_opinion':
    case 'issue_co_opinion':
      return {
        fields: [
          {
            ...area('co_opinion', 3000),
            hint: t('suggestion.desk.hint.co_opinion'),
            initial: task.co_opinions.filter((one) => !one.returned).at(-1)?.text ?? '',
          },
        ],
        run: call(step === 'issue_co_opinion' ? api.issueCoOpinion : api.draftCoOpinion, (body) => ({
          text: body.co_opinion,
        })),
      }
    case 'submit_reply':
      return bare(api.submitReply, t('suggestion.desk.hint.submit_reply'))
    case 'pass_reply':
      return {
        fields: preReviewFields(t),
        run: call(api.passReply, preReviewBody),
        hint: t('suggestion.desk.hint.pass_reply'),
      }
    case 'return_reply':
      return {
        fields: [
          {
            name: 'checklist',
            label: label('checklist'),
            kind: 'choices',
            options: optionsOf(t, 'review_check'),
            required: true,
          },
          area('remark', 1000),
        ],
        run: call(api.returnReply),
        hint: t('suggestion.desk.hint.return_reply'),
      }
    case 'reject_draft':
      return { fields: [area('remark', 1000)], run: call(api.rejectReplyDraft) }
    case 'sign_off':
      return {
        fields: [
          { ...line('doc_no', 40, false), hint: t('suggestion.desk.hint.doc_no') },
          { ...line('signer_name', 20), initial: task.leader_name ?? '' },
          { name: 'by_head', label: label('by_head'), kind: 'check', initial: record.is_key },
          { name: 'seal_applied', label: label('seal_applied'), kind: 'check' },
        ],
        run: call(api.signOffReply),
        hint: t('suggestion.desk.hint.sign_off'),
      }
    case 'deliver':
      return {
        fields: [
          {
            name: 'method',
            label: label('method'),
            kind: 'select',
            options: optionsOf(t, 'delivery_method'),
            required: true,
            initial: 'face',
          },
        ],
        run: call(api.deliverReply),
      }
    case 'agree_send_back':
      return {
        fields: [
          {
            name: 'new_unit_id',
            label: label('new_unit'),
            kind: 'pick',
            search: searchUnits,
            hint: t('suggestion.desk.hint.new_unit'),
          },
          area('reason', 500),
        ],
        run: call(api.decideSendBack, (body) => ({ ...body, agree: true })),
      }
    case 'refuse_send_back':
      return {
        fields: [area('reason', 500)],
        run: call(api.decideSendBack, (body) => ({ ...body, agree: false, new_unit_id: null })),
        hint: t('suggestion.desk.hint.refuse_send_back'),
      }
    case 'decide_extension':
      return {
        fields: [
          {
            name: 'approved_until',
            label: label('approved_until'),
            kind: 'date',
            hint: t('suggestion.desk.hint.approved_until'),
            initial: task.extensions.at(-1)?.requested_until ?? '',
          },
          area('reason', 500),
        ],
        run: call(api.decideExtension),
      }
    case 'mark_co_opinion_missing':
      return bare(api.markCoOpinionMissing, t('suggestion.desk.hint.co_missing'))
    case 'return_co_opinion':
      return { fields: [area('reason', 500)], run: call(api.returnCoOpinion) }
    case 'request_extension':
      return {
        fields: [{ name: 'until', label: label('until'), kind: 'date', required: true }, area('reason', 500)],
        run: call(api.requestExtension),
        hint: t('suggestion.desk.hint.extension'),
      }
    case 'request_send_back':
      return {
        fields: [
          { name: 'suggested_unit_id', label: label('suggested_unit'), kind: 'pick', search: searchUnits },
          area('reason', 500),
        ],
        run: call(api.requestSendBack),
        danger: true,
        hint: t('suggestion.desk.hint.send_back'),
      }
    case 'send_holding_answer':
      return { fields: [area('text', 2000)], run: call(api.sendHoldingAnswer) }
    case 'note_as_read':
      return { fields: [area('text', 2000), line('signer_name', 20)], run: call(api.noteAsRead) }
    case 'transfer':
      return {
        fields: [
          { name: 'successor_id', label: label('successor'), kind: 'pick', search: searchUnits, required: true },
        ],
        run: call(api.transferTask),
      }
  }
}

const CHECKS = VOCABULARIES.review_check
const reasonOf = (check: string) => `reason_of_${check}`

/** 预审核对: every item is ticked, or says why the letter may pass all the same. */
export function preReviewFields(t: Translate): FieldSpec[] {
  const label = (name: string, named?: Record<string, unknown>) => t(`suggestion.desk.field.${name}`, named ?? {})
  return [
    { name: 'met', label: label('met'), kind: 'choices', options: optionsOf(t, 'review_check') },
    ...CHECKS.map((check): FieldSpec => ({
      name: reasonOf(check),
      label: label('reason_of', { check: t(`word.desk.review_check.${check}`) }),
      kind: 'textarea',
      max: 500,
      required: true,
      when: (form) => !(form.met as string[]).includes(check),
    })),
  ]
}

export function preReviewBody(body: Body): Body {
  const met = (body.met as string[] | null) ?? []
  return {
    checklist: CHECKS.map((check) =>
      met.includes(check)
        ? { check, met: true, reason: null }
        : { check, met: false, reason: body[reasonOf(check)] ?? null },
    ),
  }
}

/** Signers that a contact may be with: the lead deputy and the confirmed co-signers, as far as their names are shown. */
export function signersOf(record: SuggestionResponse): { value: string; label: string }[] {
  const all = [record.lead, ...record.cosigners.filter((one) => one.status === 'confirmed').map((one) => one.deputy)]
  return all.flatMap((one) => (one.id ? [{ value: one.id, label: one.name }] : []))
}

/** 联系沟通记录: who met whom, when and where, and what was said. */
export function contactFields(record: SuggestionResponse, t: Translate): FieldSpec[] {
  const label = (name: string) => t(`suggestion.desk.field.${name}`)
  const signers = signersOf(record)
  return [
    {
      name: 'kind',
      label: label('contact_kind'),
      kind: 'select',
      options: optionsOf(t, 'contact_kind'),
      required: true,
      initial: 'visit',
    },
    {
      name: 'face_to_face',
      label: label('face_to_face'),
      kind: 'check',
      initial: true,
      hint: t('suggestion.desk.hint.face'),
    },
    { name: 'at', label: label('contact_at'), kind: 'moment', required: true },
    { name: 'place', label: label('place'), kind: 'text', max: 60, when: (form) => Boolean(form.face_to_face) },
    ...(signers.length > 0
      ? [
          {
            name: 'deputy_ids',
            label: label('deputies'),
            kind: 'choices' as const,
            options: signers,
            required: true,
            initial: signers.slice(0, 1).map((one) => one.value),
          },
        ]
      : []),
    { name: 'person_name', label: label('person_name'), kind: 'text', max: 20, required: true },
    { name: 'person_post', label: label('person_post'), kind: 'text', max: 40, required: true },
    {
      name: 'person_rank',
      label: label('person_rank'),
      kind: 'select',
      options: optionsOf(t, 'person_rank'),
      required: true,
      initial: 'deputy_head',
    },
    { name: 'summary', label: label('summary'), kind: 'textarea', max: 2000, required: true },
    { name: 'evidence_ids', label: label('evidence'), kind: 'files', hint: t('suggestion.desk.hint.contact_evidence') },
  ]
}

export function contactBody(body: Body): Body {
  const { person_name, person_post, person_rank, place, ...rest } = body
  return {
    // Of a protected deputy the unit knows no name: the record goes to whoever leads the matter.
    deputy_ids: [],
    ...rest,
    place: place ?? '',
    unit_people: [{ name: person_name, post: person_post, rank: person_rank }],
  }
}
