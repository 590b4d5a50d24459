import { describe, expect, it } from 'vitest'
import zh from '@/i18n/zh-CN/audit.desk.json'
import word from '@/i18n/zh-CN/word.desk.json'
import { actionWord, fieldsTold, fieldWord, subjectLink, valueWord } from './words'

const texts = { audit: { desk: zh }, word: { desk: word } } as Record<string, unknown>
const read = (key: string) =>
  key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], texts)
const t = (key: string) => String(read(key))
const known = (key: string) => typeof read(key) === 'string'

describe('audit words', () => {
  it('call the steps of the workflow as their buttons', () => {
    expect(actionWord('task.sign_off', t, known)).toBe('签发')
    expect(actionWord('commitment.judge', t, known)).toBe('认定承诺落实')
    expect(actionWord('suggestion.assign', t, known)).toBe('交办')
    expect(actionWord('account.sign_in', t, known)).toBe('登录')
  })
  it('show an action of a later release as it is written', () => {
    expect(actionWord('meeting.convene', t, known)).toBe('meeting.convene')
  })
  it('say states in words and leave other values as they are', () => {
    expect(actionWord('task.decide_send_back', t, known)).toBe('裁定退办')
    expect(actionWord('suggestion.invite_cosigners', t, known)).toBe('邀请联名')
    expect(valueWord('co_opinion_draft', t, known)).toBe('协办意见起草中')
    expect(valueWord('3wd', t, known)).toBe('3wd')
  })
  it('tell many tasks once', () => {
    expect(fieldsTold(['tasks/1', 'tasks/2', 'status'], (field) => fieldWord(field, t, known))).toEqual([
      '办理任务',
      '状态',
    ])
  })
  it('link what has a page', () => {
    expect(subjectLink('account', 'a')).toBe('/accounts/a')
    expect(subjectLink('file', 'a')).toBeNull()
    expect(subjectLink('suggestion', '00000000-0000-0000-0000-000000000000')).toBeNull()
  })
})
