// Builds the three doors one after another into dist/. Each alone, because a chunk that all doors share must carry what any
// of them uses: together, the portal would load the parts of Vue and i18n that only the desk needs.
import { rmSync } from 'node:fs'
import { build } from 'vite'

rmSync('dist', { recursive: true, force: true })
for (const door of ['portal', 'deputy', 'desk']) {
  process.env.DOOR = door
  await build({ mode: process.env.BUILD_MODE ?? 'production', logLevel: 'warn' })
  console.log(`built ${door}`)
}
