/** One stretch of a comparison: in both texts, only in the earlier, or only in the later one. */
export interface Stretch {
  kind: 'same' | 'gone' | 'new'
  text: string
}

/** Steps of one comparison at most: beyond, what differs is shown as a whole. */
const MOST_STEPS = 400

/**
 * The difference between two texts, by sentences first and by characters within sentences that changed. Characters are
 * Unicode scalar values, so that one beyond the basic plane is never cut in two.
 */
export function textDiff(before: string, after: string): Stretch[] {
  const coarse = diff(sentences(before), sentences(after))
  const fine: Stretch[] = []
  for (let i = 0; i < coarse.length; i++) {
    const one = coarse[i]!
    const next = coarse[i + 1]
    if (one.kind === 'gone' && next?.kind === 'new') {
      fine.push(...diff([...one.text], [...next.text]))
      i++
    } else fine.push(one)
  }
  return joined(fine)
}

/** How much of the longer text is in the other one too, from 0 to 1. */
export function shareOf(stretches: Stretch[]): number {
  const count = (...kinds: Stretch['kind'][]) =>
    stretches.filter((one) => kinds.includes(one.kind)).reduce((sum, one) => sum + [...one.text].length, 0)
  const longer = Math.max(count('same', 'gone'), count('same', 'new'))
  return longer === 0 ? 1 : count('same') / longer
}

function sentences(text: string): string[] {
  return text.match(/[^。！？；\n]*(?:[。！？；\n]+|$)/gu)?.filter((one) => one !== '') ?? []
}

/** Neighbours of one kind become one; what is gone stands before what is new in its place. */
function joined(stretches: Stretch[]): Stretch[] {
  const out: Stretch[] = []
  let gone = ''
  let added = ''
  const flush = () => {
    if (gone) out.push({ kind: 'gone', text: gone })
    if (added) out.push({ kind: 'new', text: added })
    gone = added = ''
  }
  for (const { kind, text } of stretches) {
    if (kind === 'gone') gone += text
    else if (kind === 'new') added += text
    else {
      flush()
      const last = out.at(-1)
      if (last?.kind === 'same') last.text += text
      else out.push({ kind, text })
    }
  }
  flush()
  return out
}

/** Myers' shortest edit script over any tokens. */
function diff(a: string[], b: string[]): Stretch[] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  return joined([
    { kind: 'same', text: a.slice(0, head).join('') },
    ...script(x, y),
    { kind: 'same', text: a.slice(a.length - tail).join('') },
  ]).filter((one) => one.text !== '')
}

function script(a: string[], b: string[]): Stretch[] {
  const whole: Stretch[] = [
    { kind: 'gone', text: a.join('') },
    { kind: 'new', text: b.join('') },
  ]
  if (a.length === 0 || b.length === 0) return whole
  // `trace[d]` holds the furthest x on every diagonal after d steps.
  const trace: Map<number, number>[] = []
  let reach = new Map<number, number>([[1, 0]])
  for (let d = 0; d <= Math.min(a.length + b.length, MOST_STEPS); d++) {
    const now = new Map(reach)
    trace.push(reach)
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (now.get(k - 1) ?? -1) < (now.get(k + 1) ?? -1))
      let x = down ? (now.get(k + 1) ?? 0) : (now.get(k - 1) ?? 0) + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      now.set(k, x)
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace)
    }
    reach = now
  }
  return whole
}

function walkBack(a: string[], b: string[], trace: Map<number, number>[]): Stretch[] {
  const out: Stretch[] = []
  let [x, y] = [a.length, b.length]
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d]!
    const k = x - y
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1))
    const from = down ? k + 1 : k - 1
    const fromX = reach.get(from) ?? 0
    const fromY = fromX - from
    while (x > fromX && y > Math.max(fromY, 0)) {
      out.push({ kind: 'same', text: a[--x]! })
      y--
    }
    if (d > 0) {
      if (down) out.push({ kind: 'new', text: b[--y]! })
      else out.push({ kind: 'gone', text: a[--x]! })
    }
  }
  return out.reverse()
}
