import { computed, reactive, ref, watch, type Ref } from 'vue'
import { remember } from '@/api/files'
import type { PublishAttribute, ReplyCategory, ReplyDraft, ReplyResponse, SuggestionResponse } from '@/api/gen'
import { needsPromise, replyGaps, replyParagraphs } from './replyLetter'

type Translate = (key: string, named?: Record<string, unknown>) => string

/** What the fields of a letter hold; every list as people type it. */
export interface ReplyForm {
  category: ReplyCategory | ''
  body: string
  answers: string[]
  reason: string
  co_units_explained: boolean
  contact_name: string
  contact_phone: string
  cc: string
  publish_attr: PublishAttribute
  publish_reason: string
  evidence_ids: string[]
  promises: PromiseFields[]
}

export interface PromiseFields {
  text: string
  responsible: string
  due: string
  milestones: { text: string; date: string }[]
}

export const emptyPromise = (): PromiseFields => ({ text: '', responsible: '', due: '', milestones: [] })

/** The letter as the API takes it. */
export function contentOf(form: ReplyForm): ReplyDraft {
  return {
    category: form.category || 'resolved',
    body: form.body.trim(),
    points: form.answers
      .map((answer, i) => ({ proposal_no: i + 1, answer: answer.trim() }))
      .filter((point) => point.answer),
    reason: form.reason.trim() || null,
    co_units_explained: form.co_units_explained,
    contact_name: form.contact_name.trim(),
    contact_phone: form.contact_phone.trim(),
    cc: form.cc
      .split(/[、,，;；]/)
      .map((one) => one.trim())
      .filter(Boolean),
    publish_attr: form.publish_attr,
    publish_reason: form.publish_reason.trim() || null,
    evidence_ids: form.evidence_ids,
    promises: needsPromise(form.category)
      ? form.promises
          .filter((one) => one.text.trim() && one.due)
          .map((one) => ({ ...one, milestones: one.milestones.filter((step) => step.text.trim() && step.date) }))
      : [],
  }
}

/** A letter being written: its fields, filled once from what there is, what it will look like and what it still lacks. */
export function useReplyForm(
  record: Readonly<Ref<SuggestionResponse | undefined>>,
  existing: () => ReplyResponse | undefined,
  t: Translate,
) {
  const form = reactive<ReplyForm>({
    category: '',
    body: '',
    answers: [],
    reason: '',
    co_units_explained: false,
    contact_name: '',
    contact_phone: '',
    cc: '',
    publish_attr: 'active',
    publish_reason: '',
    evidence_ids: [],
    promises: [],
  })
  const filled = ref(false)
  watch(
    record,
    (now) => {
      if (!now || filled.value) return
      filled.value = true
      const content = existing()?.content
      form.answers = now.proposals.map(
        (_, i) => content?.points?.find((point) => point.proposal_no === i + 1)?.answer ?? '',
      )
      if (!content) {
        form.body = t('suggestion.desk.reply.opening', { title: now.title })
        return
      }
      existing()?.evidence.forEach((file) => remember(file.id, file))
      Object.assign(form, {
        category: content.category,
        body: content.body,
        reason: content.reason ?? '',
        co_units_explained: content.co_units_explained ?? false,
        contact_name: content.contact_name ?? '',
        contact_phone: content.contact_phone ?? '',
        cc: (content.cc ?? []).join('、'),
        publish_attr: content.publish_attr,
        publish_reason: content.publish_reason ?? '',
        evidence_ids: [...(content.evidence_ids ?? [])],
        promises: (content.promises ?? []).map(({ text, responsible, due, milestones }) => ({
          text,
          responsible,
          due,
          milestones: (milestones ?? []).map((step) => ({ ...step })),
        })),
      } satisfies Partial<ReplyForm>)
    },
    { immediate: true },
  )
  watch(
    () => form.category,
    (category) => {
      if (needsPromise(category) && form.promises.length === 0) form.promises.push(emptyPromise())
    },
  )
  const content = computed(() => contentOf(form))
  return {
    form,
    content,
    gaps: computed(() => [
      ...(form.category === '' ? ['category'] : []),
      ...replyGaps(content.value, record.value?.proposals ?? []),
    ]),
    paragraphs: computed(() => replyParagraphs(content.value, record.value?.proposals ?? [], t)),
  }
}
