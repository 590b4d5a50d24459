import * as api from '@/api/gen'
import type { SuggestionResponse } from '@/api/gen'
import type { CommandHeaders } from '@/api/useCommand'
import { searchUnits } from '@/features/org/pickers'
import { categoryOptions } from './matterCategory'
import type { FieldSpec, FormValues } from '@/ui/fields'
import { optionsOf } from '@/ui/vocabulary'
import { RATINGS, UNSATISFIED_REASONS } from './words'

type Translate = (key: string, named?: Record<string, unknown>) => string
type Body = Record<string, unknown>

/** A command on the whole suggestion that one form is enough for. */
export interface Step {
  fields: FieldSpec[]
  run: (body: Body, headers: CommandHeaders) => Promise<SuggestionResponse>
  danger?: boolean
  hint?: string
}

/** Commands in the order in which buttons stand; the first that is allowed is the main one. */
export const SIMPLE_STEPS = [
  'return',
  'not_accept',
  'classify',
  'link_previous',
  'merge',
  'unmerge',
  'protect',
  'recall',
  'decide_objection',
  'correct',
  'urge',
  'record_paper_feedback',
  'interview',
  'order_rehandle',
  'explain',
  'close',
  'reopen',
  'archive',
] as const
export type SimpleStep = (typeof SIMPLE_STEPS)[number]

/** In which capacity: asked only of who has several that may urge now. */
function urgeAs(record: SuggestionResponse, label: string): FieldSpec[] {
  const free = record.urging.filter((one) => one.allowed)
  if (free.length < 2 && record.urging.length < 2) return []
  const options = free.map((one) => ({ value: one.by, label: one.by_label }))
  return [{ name: 'by', label, kind: 'select', options, required: true, initial: options[0]?.value ?? '' }]
}

/** How often it may be urged, in the capacity that comes first. */
function urgeHint(record: SuggestionResponse, t: Translate): string | undefined {
  const one = record.urging.find((known) => known.allowed)
  return one && one.interval_wd > 0
    ? t('suggestion.urging.interval', { by: one.by_label, n: one.interval_wd })
    : undefined
}

/** The form and the call of one command; the words of buttons are `word.desk.suggestion_step.<step>`. */
export function simpleStep(step: SimpleStep, record: SuggestionResponse, t: Translate): Step {
  const path = { id: record.id }
  const label = (name: string) => t(`suggestion.desk.field.${name}`)
  const text = (name: string, max: number, required = true): FieldSpec => ({
    name,
    label: label(name),
    kind: 'textarea',
    max,
    required,
  })
  const call =
    (fn: (options: never) => unknown, extra: object = {}) =>
    (body: Body, headers: CommandHeaders) =>
      fn({ path, headers, body: { ...body, ...extra } } as never) as Promise<SuggestionResponse>
  const bare = (fn: (options: never) => unknown) => (_: Body, headers: CommandHeaders) =>
    fn({ path, headers } as never) as Promise<SuggestionResponse>
  const reasons: FieldSpec = {
    name: 'reasons',
    label: label('reasons'),
    kind: 'choices',
    options: optionsOf(t, 'review_reason'),
    required: true,
  }
  switch (step) {
    case 'return':
      return {
        fields: [reasons, text('text', 1000)],
        run: call(api.returnSuggestion),
        hint: t('suggestion.desk.hint.return'),
      }
    case 'not_accept':
      return {
        fields: [
          reasons,
          text('text', 1000),
          {
            name: 'outcome',
            label: label('outcome'),
            kind: 'select',
            options: optionsOf(t, 'not_accepted_outcome'),
            required: true,
          },
        ],
        run: call(api.refuseSuggestion),
        danger: true,
        hint: t('suggestion.desk.hint.not_accept'),
      }
    case 'classify':
      return { fields: classificationFields(record, t), run: call(api.classifySuggestion) }
    case 'merge':
      return {
        fields: [
          {
            name: 'child',
            label: label('merge_child'),
            kind: 'pick',
            search: searchMergeable(record.id),
            required: true,
          },
        ],
        run: (body, headers) => {
          const [child_id = '', version = '0'] = String(body.child).split('@')
          return api.mergeSuggestion({ path, headers, body: { child_id, child_version: Number(version) } })
        },
        hint: t('suggestion.desk.hint.merge'),
      }
    case 'unmerge':
      return {
        fields: [],
        hint: t('suggestion.desk.hint.unmerge', { title: record.merged_into?.name ?? '' }),
        // The command is given on the suggestion that leads; this one is the child that comes out again.
        run: async (_, headers) => {
          const id = record.merged_into?.id ?? ''
          const leading = await api.getSuggestion({ path: { id } })
          return api.unmergeSuggestion({
            path: { id },
            headers: { ...headers, 'If-Match': `"${leading.version}"` },
            body: { child_id: record.id, child_version: record.version },
          })
        },
      }
    case 'link_previous':
      return {
        fields: [
          {
            name: 'suggestion_ids',
            label: label('previous'),
            kind: 'picks',
            search: searchEarlier(record.id),
            initial: record.previous.flatMap((one) => (one.id ? [{ id: one.id, label: one.name }] : [])),
            hint: t('suggestion.desk.hint.previous'),
          },
        ],
        run: call(api.linkPreviousSuggestions),
      }
    case 'record_paper_feedback':
      return {
        fields: paperFeedbackFields(record, t),
        run: (body, headers) =>
          api.recordPaperFeedback({ path, headers, body: paperFeedbackBody(record, body) as never }),
        hint: t('suggestion.desk.hint.paper_feedback'),
      }
    case 'protect':
      return {
        fields: [
          { name: 'confidential', label: label('confidential'), kind: 'check', initial: record.confidential },
          {
            name: 'hide_names_from_units',
            label: label('hide_names'),
            kind: 'check',
            initial: record.names_hidden_from_units,
          },
          text('reason', 500, false),
        ],
        run: call(api.protectSuggestion, { named_account_ids: [] }),
      }
    case 'recall':
      return { fields: [text('reason', 500)], run: call(api.recallSuggestion), danger: true }
    case 'decide_objection':
      return {
        fields: [{ name: 'agree', label: label('agree'), kind: 'check' }, text('answer', 500)],
        run: call(api.decideObjection),
      }
    case 'correct':
      return { fields: [text('text', 1000)], run: call(api.correctSuggestion), hint: t('suggestion.desk.hint.correct') }
    case 'urge':
      return {
        fields: [
          {
            name: 'task_id',
            label: label('urge_task'),
            kind: 'select',
            options: record.tasks
              .filter((task) => !task.finished_at)
              .map((task) => ({ value: task.id, label: task.unit.name })),
          },
          ...urgeAs(record, label('urge_as')),
          text('text', 500),
        ],
        run: call(api.urgeSuggestion),
        hint: urgeHint(record, t),
      }
    case 'interview':
      return { fields: [text('text', 1000)], run: call(api.interviewUnit) }
    case 'order_rehandle':
    case 'reopen':
      return {
        fields: [
          text('reason', 1000),
          { name: 'with_co_units', label: label('with_co_units'), kind: 'check' },
          text('panel_conclusion', 2000, false),
        ],
        run: call(step === 'reopen' ? api.reopenSuggestion : api.orderRehandle, { task_ids: [] }),
        danger: true,
      }
    case 'explain':
      return { fields: [text('text', 2000), text('panel_conclusion', 2000, false)], run: call(api.explainResult) }
    case 'close':
      return { fields: [], run: bare(api.closeSuggestion), hint: t('suggestion.desk.hint.close') }
    case 'archive':
      return { fields: [], run: bare(api.archiveSuggestion), hint: t('suggestion.desk.hint.archive') }
  }
}

/** 分类: category, committee, and a day by which an answer is pressing. Also what accepting asks for. */
export function classificationFields(record: SuggestionResponse, t: Translate): FieldSpec[] {
  const label = (name: string) => t(`suggestion.desk.field.${name}`)
  return [
    {
      name: 'category',
      label: label('category'),
      kind: 'select',
      options: categoryOptions(record.category, t),
      initial: record.category ?? '',
    },
    { name: 'sub_category', label: label('sub_category'), kind: 'text', max: 20, initial: record.sub_category ?? '' },
    {
      name: 'committee_id',
      label: label('committee'),
      kind: 'pick',
      search: searchUnits,
      initial: record.committee?.id ? [{ id: record.committee.id, label: record.committee.name }] : [],
    },
    {
      name: 'urgent_by',
      label: label('urgent_by'),
      kind: 'date',
      initial: record.urgent_by ?? '',
      hint: t('suggestion.desk.hint.urgent'),
    },
  ]
}

/** 纸质评价表: who signed it, what stands on it, and its scan. */
function paperFeedbackFields(record: SuggestionResponse, t: Translate): FieldSpec[] {
  const label = (name: string) => t(`suggestion.desk.field.${name}`)
  const ratings = RATINGS.map((value) => ({ value, label: t(`suggestion.rating.${value}`) }))
  const unsatisfied = (form: FormValues) => form.attitude === 'unsatisfied' || form.result === 'unsatisfied'
  const comment = (required: boolean): FieldSpec => ({
    name: required ? 'complaint' : 'comment',
    label: label('feedback_comment'),
    kind: 'textarea',
    max: 2000,
    required,
    when: (form) => unsatisfied(form) === required,
  })
  return [
    {
      name: 'rating',
      label: label('rater'),
      kind: 'select',
      required: true,
      options: record.ratings_due.map((due, i) => ({
        value: String(i),
        label: `${due.deputy.name}（${record.replies.find((reply) => reply.id === due.reply_id)?.unit.name ?? ''}）`,
      })),
      initial: record.ratings_due.length === 1 ? '0' : '',
    },
    { name: 'attitude', label: t('suggestion.evaluation.attitude'), kind: 'select', options: ratings, required: true },
    { name: 'result', label: t('suggestion.evaluation.result'), kind: 'select', options: ratings, required: true },
    {
      name: 'reasons',
      label: label('unsatisfied_reasons'),
      kind: 'choices',
      options: UNSATISFIED_REASONS.map((value) => ({ value, label: t(`suggestion.unsatisfied_reason.${value}`) })),
      required: true,
      when: unsatisfied,
    },
    { name: 'met', label: label('feedback_met'), kind: 'check' },
    { name: 'received_reply_on', label: label('received_reply_on'), kind: 'date', required: true },
    { name: 'who_replied', label: label('who_replied'), kind: 'text', max: 60, required: true },
    comment(false),
    comment(true),
    { name: 'scan', label: label('scan'), kind: 'files', max: 1, required: true, hint: t('suggestion.desk.hint.scan') },
  ]
}

export function paperFeedbackBody(record: Pick<SuggestionResponse, 'ratings_due'>, body: Body): Body {
  const { rating, scan, complaint, comment, ...rest } = body
  const due = record.ratings_due[Number(rating)]
  return {
    deputy_id: due?.deputy.id ?? null,
    scan_id: (scan as string[])[0] ?? null,
    evaluation: {
      ...rest,
      comment: complaint ?? comment ?? '',
      reply_id: due?.reply_id ?? null,
      on_behalf_of_id: due?.on_behalf_of_id ?? null,
    },
  }
}

function searchEarlier(self: string) {
  return async (q: string, signal: AbortSignal) => {
    const page = await api.listSuggestions({ query: { q: q || undefined, limit: 20 }, signal })
    return page.items
      .filter((one) => one.id !== self)
      .map((one) => ({ id: one.id, label: one.title, hint: one.official_ref ?? one.lead_deputy.name }))
  }
}

function searchMergeable(self: string) {
  return async (q: string, signal: AbortSignal) => {
    const page = await api.listSuggestions({
      query: { q: q || undefined, status: ['submitted', 'accepted'], limit: 20 },
      signal,
    })
    return page.items
      .filter((one) => one.id !== self)
      .map((one) => ({
        id: `${one.id}@${one.version}`,
        label: one.title,
        hint: one.official_ref ?? one.lead_deputy.name,
      }))
  }
}
