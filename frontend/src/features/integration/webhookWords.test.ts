import { describe, expect, it } from 'vitest'
import en from '@/i18n/en/integration.desk.json'
import zh from '@/i18n/zh-CN/integration.desk.json'
import {
  blankWebhook,
  DELIVERY_STATES,
  eventKey,
  eventsOf,
  formOf,
  HEALTHS,
  MILESTONES,
  replayRange,
  webhookPatch,
} from './webhookWords'

const webhook = {
  url: 'https://a.example/in',
  description: null,
  event_types: ['suggestion.replied', 'commitment.*'],
}

describe('events', () => {
  it('milestones are chosen, the rest is written', () => {
    const form = formOf(webhook)
    expect([form.every, form.milestones, form.others]).toEqual([false, ['suggestion.replied'], 'commitment.*'])
    expect(eventsOf(form)).toEqual(webhook.event_types)
    expect(eventsOf({ ...form, others: 'a，b\n c' })).toEqual(['suggestion.replied', 'a', 'b', 'c'])
    expect(eventsOf({ ...form, every: true })).toEqual([])
    expect(eventsOf(blankWebhook())).toEqual([])
  })
})

describe('webhookPatch', () => {
  it('holds what was changed and nothing else', () => {
    const form = formOf(webhook)
    expect(webhookPatch(webhook, form)).toEqual({})
    expect(webhookPatch(webhook, { ...form, every: true })).toEqual({ event_types: null })
    expect(webhookPatch(webhook, { ...form, url: ' https://b.example/ ', description: '门户' })).toEqual({
      url: 'https://b.example/',
      description: '门户',
    })
    expect(webhookPatch({ ...webhook, description: '门户' }, form)).toEqual({ description: null })
  })
})

describe('replayRange', () => {
  it('is by place or by time of the congress', () => {
    expect(replayRange({ by: 'seq', from: '7', to: '' })).toEqual({ from_seq: 7, to_seq: undefined })
    expect(replayRange({ by: 'seq', from: 7, to: 9 })).toEqual({ from_seq: 7, to_seq: 9 })
    expect(replayRange({ by: 'time', from: '2026-06-01T09:30', to: '' })).toEqual({
      from: '2026-06-01T09:30:00+08:00',
      to: undefined,
    })
  })
})

describe('words', () => {
  it('everything has its words in both languages', () => {
    for (const { webhook: texts } of [zh, en]) {
      expect(Object.keys(texts.health).sort()).toEqual([...HEALTHS].sort())
      expect(Object.keys(texts.delivery).sort()).toEqual([...DELIVERY_STATES].sort())
      expect(Object.keys(texts.event).sort()).toEqual([...MILESTONES.map(eventKey), 'suggestion_gone'].sort())
      expect(Object.keys(texts.reason).sort()).toEqual(['administrator', 'failing', 'gone', 'owner'])
      expect(Object.keys(texts.error).sort()).toEqual([
        'address_refused',
        'answer_broken',
        'connect_failed',
        'status',
        'timed_out',
        'tls_failed',
        'unresolved',
      ])
    }
  })
})
