import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { mergeEdits, useEditForm } from './useEditForm'
import { nextSort, sortState } from './sorting'

describe('mergeEdits', () => {
  it('takes the other person’s value where nothing was typed and keeps what was', () => {
    const { merged, changed } = mergeEdits(
      { name: '甲', note: '旧', tags: ['a'] },
      { name: '乙', note: '旧', tags: ['a'] },
      { name: '丙', note: '新', tags: ['a'] },
    )
    expect(merged).toEqual({ name: '乙', note: '新', tags: ['a'] })
    expect(changed).toEqual(['name', 'note'])
  })
})

describe('useEditForm', () => {
  it('keeps typed text when the record is read again and names what changed', async () => {
    const record = ref<{ name: string; note: string } | undefined>()
    const edit = useEditForm(
      () => record.value,
      (r) => ({ name: r.name, note: r.note }),
      { name: '', note: '' },
    )
    record.value = { name: '住建局', note: '甲' }
    await nextTick()
    expect(edit.form.name).toBe('住建局')
    expect(edit.dirty.value).toBe(false)
    edit.form.note = '我写的'
    record.value = { name: '住房城乡建设局', note: '别人写的' }
    await nextTick()
    expect({ ...edit.form }).toEqual({ name: '住房城乡建设局', note: '我写的' })
    expect(edit.changes.value).toEqual([
      { key: 'name', value: '住房城乡建设局' },
      { key: 'note', value: '别人写的' },
    ])
    edit.reset()
    expect(edit.form.note).toBe('别人写的')
    expect(edit.changes.value).toEqual([])
  })
})

describe('sorting', () => {
  it('goes up, down, up', () => {
    expect(nextSort('', 'name')).toBe('name')
    expect(nextSort('name', 'name')).toBe('-name')
    expect(nextSort('-name', 'name')).toBe('name')
    expect(sortState('-name', 'name')).toBe('descending')
    expect(sortState('-name', 'no')).toBe('none')
  })
})
