import { describe, expect, it } from 'vitest'
import { grantBody } from './roles'

describe('grantBody', () => {
  it('names the unit only for unit roles', () => {
    expect(grantBody('UNIT_HANDLER', { jurisdiction: 'j', scope: 'u' })).toEqual({
      role: 'UNIT_HANDLER',
      jurisdiction_id: 'j',
      unit_id: 'u',
      group_id: null,
      deputy_id: null,
    })
    expect(grantBody('DC_STAFF', { jurisdiction: 'j', scope: 'u' }).unit_id).toBeNull()
    expect(grantBody('DEPUTY', { jurisdiction: 'j', scope: 'd' }).deputy_id).toBe('d')
    expect(grantBody('GROUP_LIAISON', { jurisdiction: 'j', scope: 'g' }).group_id).toBe('g')
  })
})
