// Fails on a text that one language lacks, on differing placeholders, and on a key used in the code that no file has.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const problems = []

const flatten = (node, prefix, out) => {
  for (const [key, value] of Object.entries(node)) {
    const path = prefix ? `${prefix}.${key}` : key
    if (typeof value === 'string') out.set(path, value)
    else flatten(value, path, out)
  }
  return out
}
const load = (lang) => {
  const all = new Map()
  for (const file of readdirSync(`src/i18n/${lang}`)) {
    if (!file.endsWith('.json')) continue
    flatten(JSON.parse(readFileSync(`src/i18n/${lang}/${file}`, 'utf8')), file.replace(/\.json$/, ''), all)
  }
  return all
}
const placeholders = (text) => [...new Set([...text.matchAll(/\{([^}']+)\}/g)].map((m) => m[1]))].sort().join(',')

const zh = load('zh-CN')
const en = load('en')
for (const key of zh.keys()) if (!en.has(key)) problems.push(`en lacks ${key}`)
for (const [key, text] of en) {
  if (!zh.has(key)) problems.push(`zh-CN lacks ${key}`)
  else if (placeholders(text) !== placeholders(zh.get(key))) problems.push(`placeholders differ: ${key}`)
}

const sources = (dir) =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.(ts|vue)$/.test(name) && !/\.test\.ts$/.test(name) ? [path] : []
  })
const prefixes = [...zh.keys()]
for (const file of sources('src')) {
  if (file.includes('/api/gen/')) continue
  const text = readFileSync(file, 'utf8')
  // t('a.b'), $t("a.b"), titleKey: 'a.b', labelKey: 'a.b', keypath="a.b"
  for (const m of text.matchAll(/(?:\b\$?t\(\s*|\w+Key\s*:\s*|\bkeypath=)(['"])([a-z][\w-]*(?:\.[\w-]+)+)\1/g))
    if (!zh.has(m[2])) problems.push(`${file}: no text for ${m[2]}`)
  // t(`status.${x}`): at least the fixed beginning must exist
  for (const m of text.matchAll(/\b\$?t\(\s*`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/g))
    if (!prefixes.some((key) => key.startsWith(m[1]))) problems.push(`${file}: no texts under ${m[1]}`)
}

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${zh.size} texts, both languages complete`)
