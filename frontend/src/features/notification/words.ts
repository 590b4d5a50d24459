import type { Channel, NoticeGroup } from '@/api/gen'

/** Groups of notices, in the order of the catalogue. */
export const NOTICE_GROUPS = [
  'deadline',
  'review',
  'handling',
  'reply',
  'commitment',
  'supervision',
  'publication',
  'system',
] as const satisfies readonly NoticeGroup[]

/** Ways out of the application, and within. */
export const CHANNELS = ['in_app', 'email', 'sms', 'wechat'] as const satisfies readonly Channel[]
