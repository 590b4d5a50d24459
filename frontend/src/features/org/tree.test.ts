import { describe, expect, it } from 'vitest'
import { treeOf } from './tree'

describe('treeOf', () => {
  it('hangs towns under their county, by code, and keeps strays as roots', () => {
    const tree = treeOf([
      { id: 'b', parent_id: 'c', name: '乙镇', code: '02' },
      { id: 'a', parent_id: 'c', name: '甲镇', code: '01' },
      { id: 'c', parent_id: null, name: '县', code: '321999' },
      { id: 'x', parent_id: 'unseen', name: '外', code: '99' },
    ])
    expect(tree.map((n) => n.label)).toEqual(['县', '外'])
    expect(tree[0]?.children.map((n) => n.label)).toEqual(['甲镇', '乙镇'])
  })
})
