import type { Origin, PublishConsent, Rating, RepeatedYears, SuggestionStatus } from './words'

export interface Named {
  id: string | null
  name: string
}
export interface TextAt {
  text: string
  at: string
}
export interface Due {
  kind: string
  on: string
  setting: string | null
  provisional: boolean
}
export interface Contact {
  id: string
  kind: 'phone' | 'visit' | 'meeting' | 'site' | 'wechat' | 'letter'
  face_to_face: boolean
  counts: boolean
  at: string
  place: string
  unit_people: { name: string; post: string; rank: string }[]
  deputies: Named[]
  summary: string
  evidence_ids: string[]
  answers: { deputy: Named; disputed: string | null; at: string }[]
}
export interface HandlingTask {
  id: string
  unit: Named
  role: 'lead' | 'co' | 'split'
  tier: 'system' | 'unit'
  scope_text: string | null
  round: number
  status: string
  status_label: string
  assigned_at: string
  signed_at: string | null
  finished_at: string | null
  dues: Due[]
  light: string | null
  working_days_left: number | null
  contacts: Contact[]
  allowed_actions: string[]
}
export interface Reply {
  id: string
  task_id: string
  unit: Named
  round: number
  kind: string
  status: 'draft' | 'issued' | 'delivered'
  category: string
  category_letter: string
  content: {
    category: string
    body: string
    points: { proposal_no: number; answer: string }[]
    contact_name: string
    contact_phone: string
  }
  doc_no: string | null
  signer_name: string | null
  issued_at: string | null
  delivered_at: string | null
}
/** 代表建议 as the signed-in person may see it (`GET /suggestions/{id}`), in the parts that the deputies' door shows. */
export interface SuggestionResponse {
  id: string
  version: number
  code: string | null
  official_no: string | null
  official_title: string | null
  status: SuggestionStatus
  status_label: string
  round: number
  title: string
  facts: string
  analysis: string
  proposals: string[]
  text_version: number
  lead: Named
  cosigners: {
    deputy: Named
    status: 'invited' | 'confirmed' | 'declined' | 'expired'
    expires_at: string
    confirmed_at: string | null
  }[]
  contact_person: Named | null
  preferred_units: Named[]
  origin: Origin
  origin_ref: string | null
  repeated_years: RepeatedYears
  publish_consent: PublishConsent
  publish_reason: string | null
  want_contact: boolean
  reference_only: boolean
  open_for_cosign: boolean
  attachment_ids: string[]
  review_remarks: { decision: 'returned' | 'not_accepted'; reasons: string[]; text: string; at: string }[]
  withdrawal_reason: string | null
  dues: Due[]
  light: string | null
  created_at: string
  submitted_at: string | null
  accepted_at: string | null
  assigned_at: string | null
  replied_at: string | null
  closed_at: string | null
  result_category: string | null
  result_letter: string | null
  tasks: HandlingTask[]
  replies: Reply[]
  feedbacks: {
    id: string
    reply_id: string
    deputy: Named
    round: number
    attitude: Rating
    result: Rating
    comment: string
    submitted_at: string
  }[]
  ratings_due: { reply_id: string; on_behalf_of_id: string; deputy: Named }[]
  commitments: {
    id: string
    unit: Named
    text: string
    responsible: string
    due: string
    status: string
    status_label: string
    explanation: string | null
    explanation_received: boolean
  }[]
  turns: {
    who: string
    who_label: string
    unit: Named | null
    deputy: Named | null
    task_id: string | null
    key: string
    due_on: string | null
  }[]
  allowed_actions: string[]
}
