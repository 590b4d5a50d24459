import { describe, expect, it } from 'vitest'
import { unusableFilters } from '@/api/filters'
import { oneOf, text } from '@/api/filters'
import { addressOf, columnsShown, isShown, moved, viewOf } from './views'

const view = { filters: { light: 'late', sort: 'due_on' }, columns: ['title', 'due'] }

describe('saved views', () => {
  it('are the address of their list, there and back', () => {
    expect(addressOf(view)).toEqual({ light: 'late', sort: 'due_on', columns: 'title,due' })
    expect(viewOf(addressOf(view))).toEqual(view)
    expect(viewOf({ q: '停车' })).toEqual({ filters: { q: '停车' }, columns: [] })
  })

  it('know when the list stands as they say', () => {
    expect(isShown(view, { sort: 'due_on', columns: 'title,due', light: 'late' })).toBe(true)
    expect(isShown(view, { light: 'late', sort: 'due_on' })).toBe(false)
    expect(isShown({ filters: {}, columns: [] }, {})).toBe(true)
  })

  it('name what the list no longer has, filter or value', () => {
    const specs = { light: oneOf(['', 'late'], ''), q: text() }
    expect(unusableFilters(specs, { light: 'late', q: '停车' })).toEqual([])
    expect(unusableFilters(specs, { light: 'blue', colour: 'red' })).toEqual(['light', 'colour'])
  })

  it('are moved within their list, and columns shown in their order', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    const all = [{ key: 'title' }, { key: 'lead' }, { key: 'due' }]
    expect(columnsShown(all, 'due,title').map((one) => one.key)).toEqual(['due', 'title'])
    expect(columnsShown(all, 'gone')).toEqual(all)
    expect(columnsShown(all, '')).toEqual(all)
  })
})
