import { remember } from '@/api/files'
import { idempotencyKey, ifMatch } from '@/api/headers'
import {
  createSuggestion,
  getSuggestion,
  updateSuggestion,
  type SuggestionDraft,
  type SuggestionResponse,
} from '@/api/gen'
import { emptyDraft, type DraftContent } from './draft'
import type { DraftApi, ServerDraft } from './draftSync'

/** The draft as the API takes it: always the whole text, as the autosave sends it. */
export function toBody(content: DraftContent): SuggestionDraft {
  return {
    title: content.title,
    facts: content.facts,
    analysis: content.analysis,
    proposals: content.proposals.filter((text) => text.trim() !== ''),
    contact_person_id: content.contact_person_id,
    preferred_unit_ids: content.preferred_units.map((unit) => unit.id),
    origin: content.origin,
    origin_ref: content.origin_ref || null,
    repeated_years: content.repeated_years,
    publish_consent: content.publish_consent,
    publish_reason: content.publish_reason || null,
    ask_protection: content.ask_protection.trim() || null,
    want_contact: content.want_contact,
    reference_only: content.reference_only,
    open_for_cosign: content.open_for_cosign,
    attachment_ids: content.attachment_ids,
  }
}

export function fromAnswer(answer: SuggestionResponse): ServerDraft {
  answer.attachments.forEach((file) => remember(file.id, file))
  return {
    id: answer.id,
    version: answer.version,
    content: {
      ...emptyDraft(),
      title: answer.title,
      facts: answer.facts,
      analysis: answer.analysis,
      proposals: answer.proposals.length > 0 ? answer.proposals : [''],
      contact_person_id: answer.contact_person?.id ?? null,
      preferred_units: answer.preferred_units.map((unit) => ({ id: unit.id ?? '', label: unit.name })),
      origin: answer.origin,
      origin_ref: answer.origin_ref ?? '',
      repeated_years: answer.repeated_years,
      publish_consent: answer.publish_consent,
      publish_reason: answer.publish_reason ?? '',
      ask_protection: answer.ask_protection ?? '',
      want_contact: answer.want_contact,
      reference_only: answer.reference_only,
      open_for_cosign: answer.open_for_cosign,
      attachment_ids: answer.attachment_ids,
    },
  }
}

export const draftApi: DraftApi = {
  create: async (content, key) =>
    fromAnswer(await createSuggestion({ body: { draft: toBody(content) }, headers: idempotencyKey(key) })),
  update: async (id, version, content) =>
    fromAnswer(await updateSuggestion({ path: { id }, body: toBody(content), headers: ifMatch(version) })),
  read: async (id) => fromAnswer(await getSuggestion({ path: { id } })),
}
