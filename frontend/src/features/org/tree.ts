/** A node with those below it, in the order given. */
export interface TreeNode<T> {
  id: string
  label: string
  node: T
  children: TreeNode<T>[]
}

/** The tree of a flat list; a node whose parent is not in the list is a root. */
export function treeOf<T extends { id: string; parent_id?: string | null; name: string; code: string }>(
  nodes: readonly T[],
): TreeNode<T>[] {
  const known = new Map(
    nodes.map((node) => [node.id, { id: node.id, label: node.name, node, children: [] } as TreeNode<T>]),
  )
  const roots: TreeNode<T>[] = []
  for (const entry of [...known.values()].sort((a, b) => a.node.code.localeCompare(b.node.code))) {
    const parent = entry.node.parent_id ? known.get(entry.node.parent_id) : undefined
    if (parent) parent.children.push(entry)
    else roots.push(entry)
  }
  return roots
}
