import { createHash } from 'node:crypto'
import type { Evidence } from '../event.ts'

const LONGEST_NAME = 50

/** A file that was chosen, by its name and digest; none where none was chosen. */
export async function paperOf(file: unknown): Promise<readonly Evidence[]> {
  if (!(file instanceof File) || file.size === 0) return []
  const digest = createHash('sha256')
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest('hex')
  return [{ kind: Array.from(file.name).slice(0, LONGEST_NAME).join(''), digest }]
}

/** Papers as they are typed: a name, a blank, the digest; a line each. What is not a digest the act refuses. */
export const evidenceOf = (text: string): readonly Evidence[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, kind = line, digest = ''] = /^(.*\S)\s+(\S+)$/.exec(line) ?? []
      return { kind, digest: digest.toLowerCase() }
    })
