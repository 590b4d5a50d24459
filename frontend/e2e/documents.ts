import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The text of a PDF without white space, where the system has a reader for it; else its bytes. */
export function textOfPdf(path: string): string {
  try {
    return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).replace(/\s/g, '')
  } catch {
    return readFileSync(path, 'latin1')
  }
}

/** The text of a downloaded PDF, workbook or Word file: what a reader could find in it. */
export function textOf(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'journey-'))
  try {
    const path = join(folder, 'file')
    writeFileSync(path, bytes)
    if (bytes.subarray(0, 4).toString('latin1') === '%PDF') return textOfPdf(path)
    // Office files are zips of XML.
    return execFileSync('unzip', ['-p', path], { encoding: 'utf8', maxBuffer: 64_000_000 })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
