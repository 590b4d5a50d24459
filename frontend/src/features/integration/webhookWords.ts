import type { DeliveryState, KeyWebhookResponse, WebhookHealth } from '@/api/gen'

/** 推送状况, worst first: the order in which one looks for them. */
export const HEALTHS: WebhookHealth[] = ['stopped', 'failing', 'key_ended', 'off', 'well']
export const DELIVERY_STATES: DeliveryState[] = ['pending', 'delivered', 'failed', 'superseded']

/** Milestones of a matter that are chosen by their words; everything else of the feed is written as its code. */
export const MILESTONES = [
  'suggestion.accepted',
  'suggestion.assigned',
  'suggestion.replied',
  'reply.delivered',
  'suggestion.evaluated',
  'suggestion.closed',
  'commitment.judged',
  'suggestion.merged',
  'suggestion.withdrawn',
  'publication.released',
] as const

/** `suggestion.replied` as a part of a text's key, where a dot would lead deeper. */
export const eventKey = (event: string) => event.replace(/\./g, '_')
export const isMilestone = (event: string): event is (typeof MILESTONES)[number] =>
  (MILESTONES as readonly string[]).includes(event)

/** Colour of how a webhook is: words say the same. */
export const healthTone = (health: WebhookHealth) =>
  ({ well: 'ok', failing: 'warn', stopped: 'late', off: '', key_ended: 'warn' })[health]
export const deliveryTone = (state: DeliveryState) =>
  ({ pending: 'active', delivered: 'ok', failed: 'late', superseded: '' })[state]

/** What the form of a webhook holds. */
export interface WebhookForm {
  url: string
  description: string
  /** Everything, or what is chosen. */
  every: boolean
  milestones: string[]
  others: string
}

export const blankWebhook = (): WebhookForm => ({ url: '', description: '', every: true, milestones: [], others: '' })

export function formOf(webhook: Pick<KeyWebhookResponse, 'url' | 'description' | 'event_types'>): WebhookForm {
  return {
    url: webhook.url,
    description: webhook.description ?? '',
    every: webhook.event_types.length === 0,
    milestones: webhook.event_types.filter(isMilestone),
    others: webhook.event_types.filter((one) => !isMilestone(one)).join('\n'),
  }
}

/** The filter that the form says; nothing chosen is everything, and the form says so before. */
export function eventsOf(form: WebhookForm): string[] {
  if (form.every) return []
  const written = form.others.split(/[\s,，、;；]+/).filter((one) => one !== '')
  return [...MILESTONES.filter((one) => form.milestones.includes(one)), ...written]
}

/** Errors at single event types belong to the one field in which they are typed. */
export function eventAlias(): Record<string, string> {
  return Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`event_types.${i}`, 'event_types']))
}

/** What was changed, as a merge-patch; nothing when nothing was. */
export function webhookPatch(
  webhook: Pick<KeyWebhookResponse, 'url' | 'description' | 'event_types'>,
  form: WebhookForm,
) {
  const events = eventsOf(form)
  const same = [...events].sort().join() === [...webhook.event_types].sort().join()
  return {
    ...(form.url.trim() !== webhook.url && { url: form.url.trim() }),
    ...(form.description.trim() !== (webhook.description ?? '') && { description: form.description.trim() || null }),
    ...(!same && { event_types: events.length > 0 ? events : null }),
  }
}

/** The range that a replay asks for: by place, or by time as `datetime-local` gives it, which is the congress's. */
export function replayRange(form: { by: 'seq' | 'time'; from: string | number; to: string | number }) {
  const at = (value: string | number) =>
    value ? `${value}${String(value).length === 16 ? ':00' : ''}+08:00` : undefined
  // A field for numbers holds one as soon as it is typed.
  const no = (value: string | number) => (String(value).trim() ? Number(value) : undefined)
  return form.by === 'seq' ? { from_seq: no(form.from), to_seq: no(form.to) } : { from: at(form.from), to: at(form.to) }
}
