export interface MarkPart {
  text: string
  hit: boolean
}

/** A hit as the server tells it: characters (code points) from `start` up to before `end`. */
export interface Mark {
  start: number
  end: number
}

/** Splits a text at the marks of the server. */
export function partsOfMarks(text: string, marks: Mark[]): MarkPart[] {
  const chars = [...text]
  const parts: MarkPart[] = []
  let at = 0
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    if (start < at || end > chars.length) continue
    if (start > at) parts.push({ text: chars.slice(at, start).join(''), hit: false })
    parts.push({ text: chars.slice(start, end).join(''), hit: true })
    at = end
  }
  if (at < chars.length) parts.push({ text: chars.slice(at).join(''), hit: false })
  return parts
}

/** The single characters that a server may put around a hit: they can occur in no stored text (control characters). */
const OPEN = '\u0002'
const CLOSE = '\u0003'

/**
 * Splits a text into hit and non-hit parts. Marks already set by the server (U+0002 … U+0003) win; otherwise every
 * word of the query is found, regardless of case and of full-width forms.
 */
export function markParts(text: string, query: string): MarkPart[] {
  if (text.includes(OPEN)) {
    return text
      .split(/(\u0002[^\u0003]*\u0003?)/)
      .filter(Boolean)
      .map((piece) => ({ text: piece.replaceAll(OPEN, '').replaceAll(CLOSE, ''), hit: piece.startsWith(OPEN) }))
      .filter((part) => part.text !== '')
  }
  const words = [...new Set(fold(query).split(/\s+/).filter(Boolean))].sort((a, b) => b.length - a.length)
  if (words.length === 0 || text === '') return text === '' ? [] : [{ text, hit: false }]
  const pattern = new RegExp(`(${words.map(escapeRegExp).join('|')})`, 'g')
  const folded = fold(text)
  // Folding keeps every character's place (checked), so positions carry over to the original.
  if (folded.length !== text.length) return [{ text, hit: false }]
  const parts: MarkPart[] = []
  let at = 0
  for (const match of folded.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), hit: false })
    at = match.index + match[0].length
    parts.push({ text: text.slice(match.index, at), hit: true })
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false })
  return parts
}

/** Lower case and half width, one character for one. */
function fold(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .toLowerCase()
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
