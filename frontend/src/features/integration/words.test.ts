import { describe, expect, it } from 'vitest'
import en from '@/i18n/en/integration.desk.json'
import zh from '@/i18n/zh-CN/integration.desk.json'
import { KEY_SCOPES, KEY_STATES, keyPatch, networkAlias, networksOf, scopeKey } from './words'

describe('networksOf', () => {
  it('takes what is pasted, whatever separates it', () => {
    expect(networksOf(' 203.0.113.0/24，2001:db8::/32\n10.0.0.1 ;  ')).toEqual([
      '203.0.113.0/24',
      '2001:db8::/32',
      '10.0.0.1',
    ])
    expect(networksOf('  \n ')).toEqual([])
  })
  it('leads errors of single networks to the field', () => {
    expect(networkAlias(2)).toEqual({ 'networks.0': 'networks', 'networks.1': 'networks' })
  })
})

describe('keyPatch', () => {
  const key = { name: '门户', owner: '大数据局', contact: null, networks: ['10.0.0.0/8'], expires_on: '2027-01-01' }
  const form = { name: '门户', owner: '大数据局', contact: '', networks: '10.0.0.0/8', expires_on: '2027-01-01' }
  it('holds what was changed and nothing else', () => {
    expect(keyPatch(key, form)).toEqual({})
    expect(keyPatch(key, { ...form, networks: '' })).toEqual({ networks: [] })
    expect(keyPatch(key, { ...form, name: '门户网站', contact: '值班室' })).toEqual({
      name: '门户网站',
      contact: '值班室',
    })
    expect(keyPatch({ ...key, contact: '值班室' }, form)).toEqual({ contact: null })
  })
})

describe('words', () => {
  it('every scope and state has its words in both languages', () => {
    for (const texts of [zh, en]) {
      expect(Object.keys(texts.scope).sort()).toEqual(KEY_SCOPES.map(scopeKey).sort())
      expect(Object.keys(texts.scope_hint).sort()).toEqual(KEY_SCOPES.map(scopeKey).sort())
      expect(Object.keys(texts.state).sort()).toEqual([...KEY_STATES].sort())
    }
  })
})
