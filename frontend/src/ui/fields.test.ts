import { describe, expect, it } from 'vitest'
import { bodyOf, emptyForm, formOf, missingFields, patchOf, type FieldSpec } from './fields'

const fields: FieldSpec[] = [
  { name: 'name', label: '名称', kind: 'text', required: true },
  { name: 'seats', label: '名额', kind: 'number' },
  { name: 'unit_id', label: '单位', kind: 'pick' },
  { name: 'motion_deadline_at', label: '截止', kind: 'moment' },
  { name: 'reason', label: '理由', kind: 'textarea', required: true, when: (form) => form.name === '其他' },
  { name: 'term_id', label: '届次', kind: 'pick', fixed: true },
]

describe('record fields', () => {
  it('writes empty as null, numbers as numbers, instants with the congress’s offset', () => {
    const form = emptyForm(fields)
    Object.assign(form, { name: ' 第一选区 ', seats: '3', motion_deadline_at: '2026-01-13T18:00' })
    expect(bodyOf(fields, form)).toEqual({
      name: '第一选区',
      seats: 3,
      unit_id: null,
      motion_deadline_at: '2026-01-13T18:00:00+08:00',
      term_id: null,
    })
  })
  it('asks for visible required fields only', () => {
    const form = emptyForm(fields)
    expect(missingFields(fields, form).map((f) => f.name)).toEqual(['name'])
    form.name = '其他'
    expect(missingFields(fields, form).map((f) => f.name)).toEqual(['reason'])
  })
  it('patches only what changed and never a fixed field', () => {
    const record = {
      name: '甲',
      seats: 3,
      unit_id: 'u',
      unit_name: '住建局',
      motion_deadline_at: '2026-01-13T10:00:00Z',
      term_id: 't',
    }
    const form = formOf(fields, record)
    expect(form.motion_deadline_at).toBe('2026-01-13T18:00')
    expect(form.unit_id).toEqual([{ id: 'u', label: '住建局' }])
    expect(patchOf(fields, record, form)).toEqual({})
    form.unit_id = []
    form.seats = '4'
    form.term_id = [{ id: 'x', label: 'x' }]
    expect(patchOf(fields, record, form)).toEqual({ unit_id: null, seats: 4 })
  })
})
