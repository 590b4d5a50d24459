// First-load weight per door after `npm run build`: the entry, everything it imports statically, and the chunks of the
// door's first page. Limits: frontend budgets of the design (gz kilobytes).
import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const KB = 1024
const doors = [
  { name: 'portal', html: 'index.html', firstPage: /PortalHomePage\.vue$/, js: 90 * KB, css: 14 * KB },
  { name: 'deputy', html: 'deputy.html', firstPage: /TodayPage\.vue$/, js: 110 * KB, css: 16 * KB },
  {
    name: 'desk',
    html: 'desk.html',
    firstPage: /pages\/desk\/\w*(Queue|List)\w*Page\.vue$/,
    js: 260 * KB,
    css: 30 * KB,
  },
]

const gz = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length
const weigh = (manifest, keys) => {
  const seen = new Set()
  const js = new Set()
  const css = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    const chunk = manifest[key]
    if (chunk.file.endsWith('.js')) js.add(chunk.file)
    for (const file of chunk.css ?? []) css.add(file)
    for (const dep of chunk.imports ?? []) visit(dep)
  }
  keys.forEach(visit)
  const sum = (files) => [...files].reduce((n, file) => n + gz(file), 0)
  return { js: sum(js), css: sum(css) }
}

let failed = false
for (const door of doors) {
  if (!existsSync(`dist/${door.html}`)) throw new Error('run npm run build first')
  const manifest = JSON.parse(readFileSync(`dist/.vite/${door.name}.json`, 'utf8'))
  // Several pages may be a door's first list: the heaviest one counts.
  const pages = Object.keys(manifest).filter((key) => door.firstPage.test(key))
  const weights = (pages.length ? pages : [null]).map((page) => ({
    page,
    ...weigh(manifest, page ? [door.html, page] : [door.html]),
  }))
  const worst = weights.reduce((a, b) => (a.js + a.css >= b.js + b.css ? a : b))
  const line = (what, n, max) => `${what} ${(n / KB).toFixed(1)} of ${max / KB} KB${n > max ? ' OVER' : ''}`
  console.log(
    `${door.name.padEnd(7)} ${line('js', worst.js, door.js)} · ${line('css', worst.css, door.css)} · ${worst.page ?? 'shell only'}`,
  )
  failed ||= worst.js > door.js || worst.css > door.css
}
process.exit(failed ? 1 : 0)
