// The manual's pictures are taken by the journeys (`E2E_MANUAL=1`). A chapter that shows a picture nobody takes, a picture
// that no chapter shows, and one that is too heavy all fail here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WALKED } from '../e2e/walked'

const MANUAL = join(import.meta.dirname, '../../docs/manual')
const IMAGES = join(MANUAL, 'images')
const E2E = join(import.meta.dirname, '../e2e')
const files = (folder: string, ending: string) =>
  (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(ending))

/** What chapters show: `![words](images/name.webp)`. */
const shown = files(MANUAL, '.md').flatMap((chapter) =>
  [...readFileSync(join(MANUAL, chapter), 'utf8').matchAll(/!\[([^\]]*)\]\(images\/([^)]+)\)/g)].map((match) => ({
    chapter,
    words: match[1] ?? '',
    image: match[2] ?? '',
  })),
)
/** What journeys and the walk take. */
const taken = new Set([
  ...files(E2E, '.ts').flatMap((name) =>
    [...readFileSync(join(E2E, name), 'utf8').matchAll(/\bpicture\(\s*[^,]+,\s*'([a-z0-9-]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  ),
  ...Object.values(WALKED).flatMap((pages) => Object.values(pages)),
])
const kept = files(IMAGES, '.webp')

describe('pictures of the manual', () => {
  it('are there, and taken by a journey', () => {
    expect(shown.length).toBeGreaterThan(0)
    for (const { chapter, words, image } of shown) {
      expect(existsSync(join(IMAGES, image)), `${chapter} shows ${image}, which does not exist`).toBe(true)
      expect(taken.has(image.replace(/\.webp$/, '')), `${chapter} shows ${image}, which no journey takes`).toBe(true)
      expect(words.length, `${chapter}: ${image} has no words for those who do not see it`).toBeGreaterThan(3)
    }
  })
  it('are all shown by a chapter', () => {
    expect(kept.filter((image) => !shown.some((one) => one.image === image))).toEqual([])
    expect([...taken].filter((name) => !kept.includes(`${name}.webp`))).toEqual([])
  })
  it('are few and light', () => {
    expect(kept.length).toBeLessThanOrEqual(48)
    for (const image of kept) expect(statSync(join(IMAGES, image)).size, image).toBeLessThanOrEqual(80_000)
  })
})
