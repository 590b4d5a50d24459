// Fails when the committed client differs from what the API document generates.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

const committed = 'src/api/gen'
const fresh = mkdtempSync('src/api/.gen-check-')

const filesOf = (dir) =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? filesOf(path) : [path]
  })
const contents = (dir) => new Map(filesOf(dir).map((path) => [relative(dir, path), readFileSync(path, 'utf8')]))

let drift = []
try {
  execFileSync('npx', ['openapi-ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CLIENT_OUT: fresh },
  })
  execFileSync('npx', ['prettier', '--write', '--log-level', 'silent', '--ignore-path', '/dev/null', fresh])
  const [a, b] = [contents(committed), contents(fresh)]
  drift = [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name))
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
if (drift.length > 0) {
  console.error(`The API client is out of date (run: npm run client):\n  ${drift.join('\n  ')}`)
  process.exit(1)
}
console.log('API client matches openapi/openapi.json')
