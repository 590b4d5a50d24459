// Generates the client beside what is committed and says where they differ.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const fresh = mkdtempSync(join(tmpdir(), 'deputies-home-client-'))
const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
try {
  execFileSync('node_modules/.bin/openapi-ts', { env: { ...process.env, CLIENT_OUT: fresh }, stdio: 'pipe' })
  const [committed, made] = [files('src/gen'), files(fresh)]
  const wrong = [...new Set([...committed, ...made])].filter((name) => {
    const read = (folder, list) => (list.includes(name) ? readFileSync(join(folder, name), 'utf8') : undefined)
    return read('src/gen', committed) !== read(fresh, made)
  })
  if (wrong.length > 0) {
    console.error(`src/gen is not what the generator makes of openapi/open.json: ${wrong.join(', ')}`)
    console.error('put right by: npm run generate (in clients/typescript)')
    process.exitCode = 1
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
