// Writes tests/vectors/verdicts: node --import tsx tests/verification/write-verdict-vectors.ts
// The files are the promise. Run this only to add a rule, and read the difference.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { VERDICT_CASES } from './verdict-cases.ts'

const folder = new URL('../vectors/verdicts/', import.meta.url)
rmSync(folder, { recursive: true, force: true })
for (const { rule, ...vector } of VERDICT_CASES) {
  const kind = new URL(`${vector.expect.verdict}/`, folder)
  mkdirSync(kind, { recursive: true })
  writeFileSync(new URL(`${rule}.json`, kind), `${JSON.stringify(vector, null, 2)}\n`)
}
