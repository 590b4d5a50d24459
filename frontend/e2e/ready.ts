import { Caller, type Attached, type Case, type Json } from './api'
import type { Part } from './people'
import type { Matter } from './steps'

/** Does something in somebody's name and leaves again. */
export async function by<T>(part: Part, work: (caller: Caller) => Promise<T>): Promise<T> {
  const caller = await Caller.as(part)
  try {
    return await work(caller)
  } finally {
    await caller.leave()
  }
}

const first = async (caller: Caller, path: string) =>
  (await caller.get<{ items: { id: string; name: string }[] }>(path)).items[0] ?? { id: '', name: '' }

/** A unit of the county by a part of its name. */
export const unitNamed = (name: string) => by('clerk', (clerk) => first(clerk, `/units?q=${encodeURIComponent(name)}`))

/** The deputy has handed it in. */
export const handedIn = (matter: Matter, more: Json = {}): Promise<string> =>
  by('deputy', async (deputy) => {
    const draft = { analysis: '', origin: 'visit', publish_consent: 'full', ...matter, ...more }
    const { id } = await deputy.send<Case>('POST', '/suggestions', { draft })
    await deputy.command(id, '/submit')
    return id
  })

/** The committee has given it to one unit. */
export const given = (id: string, unit: string): Promise<void> =>
  by('clerk', async (clerk) => {
    const { id: unit_id } = await first(clerk, `/units?q=${encodeURIComponent(unit)}`)
    await clerk.command(id, '/assign', { assignments: [{ unit_id, role: 'lead', tier: 'unit' }] })
  })

/** The committee has accepted it; `committee` looks after the field. */
export const accepted = (id: string, committee?: string): Promise<void> =>
  by('clerk', async (clerk) => {
    const field = committee ? await first(clerk, `/units?q=${encodeURIComponent(committee)}`) : null
    await clerk.command(id, '/accept', { category: '城建交通', committee_id: field?.id ?? null })
  })

/** The committee has accepted it and given it to one unit. */
export async function assigned(id: string, unit: string, committee?: string): Promise<void> {
  await accepted(id, committee)
  await given(id, unit)
}

async function onTask(caller: Caller, id: string, path: string, data?: unknown, method?: string): Promise<Case> {
  const { tasks } = await caller.get<Case>(`/suggestions/${id}`)
  const live = tasks.findLast((task) => !['sent_back', 'cancelled'].includes(task.status))
  return caller.command(id, `/tasks/${live?.id}${path}`, data, method)
}

/** The unit has signed for it and named who is responsible. */
export const started = (id: string, part: Part = 'unit'): Promise<void> =>
  by(part, async (unit) => {
    await onTask(unit, id, '/sign')
    await onTask(unit, id, '/start', { leader_name: '演分管', plan: '先现场踏勘，再会同有关单位研究。' })
  })

/** They have met at `at`, the deputy has confirmed it. `head`: the head of the unit was there in person. */
export async function talked(id: string, at: string, { head = false, part = 'unit' as Part } = {}): Promise<void> {
  const person = head
    ? { name: '演局长', post: '局长', rank: 'head' }
    : { name: '演分管', post: '副局长', rank: 'deputy_head' }
  await by(part, async (unit) => {
    const { lead } = await unit.get<Case>(`/suggestions/${id}`)
    await onTask(unit, id, '/contacts', {
      kind: 'site',
      face_to_face: true,
      at,
      place: '现场',
      unit_people: [person],
      deputy_ids: [lead.id],
      summary: '就办理方案与代表当面沟通。',
    })
  })
  await by('deputy', async (deputy) => {
    const { tasks } = await deputy.get<Case>(`/suggestions/${id}`)
    const task = tasks.findLast((one) => one.contacts.length > 0)
    const contact_id = task?.contacts.at(-1)?.id
    await deputy.command(id, `/tasks/${task?.id}/confirm-contact`, { contact_id })
  })
}

const CHECKS = [
  'every_proposal_answered',
  'category_evidence',
  'contact_confirmed',
  'signature_ready',
  'publish_attribute',
  'co_units_explained',
  'wording',
]

/** What the letter says, and who brings it on its way. */
interface Letter {
  byHead?: boolean
  parts?: { unit: Part; leader: Part }
  /** Who looks through it. */
  reviewer?: Part
  answers?: string[]
  promise?: string
  /** Attached to it. */
  files?: Attached[]
}

/** The letter has been written, looked through, signed and delivered. */
export async function answered(id: string, matter: Pick<Matter, 'proposals'>, due: string, letter: Letter = {}) {
  const { byHead = false, parts = UNIT, reviewer = 'clerk', answers, promise = '按期完成全部工程', files = [] } = letter
  await by(parts.unit, async (unit) => {
    const evidence_ids = await Promise.all(files.map((file) => unit.upload(file)))
    await onTask(
      unit,
      id,
      '/reply',
      {
        category: 'in_progress',
        body: '您的建议收悉，我局现场踏勘并与您当面沟通，现答复如下。',
        points: matter.proposals.map((_, i) => ({
          proposal_no: i + 1,
          answer: answers?.[i] ?? '已列入本年度实施计划。',
        })),
        contact_name: '演联络',
        contact_phone: '0527-80000000',
        publish_attr: 'active',
        evidence_ids,
        promises: [{ text: promise, responsible: '市政科', due, milestones: [] }],
      },
      'PUT',
    )
    await onTask(unit, id, '/submit-reply')
  })
  await by(reviewer, (one) =>
    onTask(one, id, '/pass-reply', { checklist: CHECKS.map((check) => ({ check, met: true })) }),
  )
  await by(parts.leader, (leader) =>
    onTask(leader, id, '/sign-off', { signer_name: '演局长', by_head: byHead, seal_applied: true }),
  )
  await by(parts.unit, (unit) => onTask(unit, id, '/deliver', { method: 'face' }))
}

/** The deputy has rated the last letter, on this day. */
export const rated = (id: string, day: string): Promise<void> =>
  by('deputy', async (deputy) => {
    const { replies } = await deputy.get<Case>(`/suggestions/${id}`)
    await deputy.command(id, '/evaluate', {
      reply_id: replies.at(-1)?.id,
      attitude: 'satisfied',
      result: 'basic',
      met: true,
      received_reply_on: day,
      who_replied: '县住建局 演分管',
      comment: '',
      reasons: [],
    })
  })

const UNIT: { unit: Part; leader: Part } = { unit: 'unit', leader: 'unitLeader' }
