/** How a column stands in the list's sort (`name` ascending, `-name` descending); null when it is another column's. */
export function sortState(sort: string, column: string): 'ascending' | 'descending' | 'none' {
  if (sort === column) return 'ascending'
  return sort === `-${column}` ? 'descending' : 'none'
}

/** What a click on a heading asks for: up first, then down, and up again. */
export function nextSort(sort: string, column: string): string {
  return sort === column ? `-${column}` : column
}
