import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { base64 } from '../../src/signing/bytes.ts'

const FROM = new URL('../vectors/', import.meta.url).pathname
/** What another verifier must agree with us about; the rest of the vectors are rules of the trade. */
const FOLDERS = ['credentials', 'verdicts', 'receipts', 'trust-bundles', 'pdf']
const BYTES = /\.(pdf|der)$/

/** The vectors as `/vectors/1.json` hands them out: every file by its path, as text or, of bytes, as base64. */
export function packedVectors(): string {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(FROM, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(FROM.length)),
  ).toSorted()
  const files = ['README.md', ...paths].map((path) => {
    const bytes = new Uint8Array(readFileSync(join(FROM, path)))
    return [path, BYTES.test(path) ? { base64: base64(bytes) } : { text: Buffer.from(bytes).toString() }]
  })
  return `${JSON.stringify({ format: 1, files: Object.fromEntries(files) as unknown }, null, 1)}\n`
}
