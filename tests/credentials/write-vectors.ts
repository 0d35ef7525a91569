// Writes tests/vectors/credentials, trust-bundles, receipts and statements: node --import tsx tests/credentials/write-vectors.ts
// The files are the promise. Run this only to add a rule, and read the difference.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { judgeScanned, trustOf } from '../../src/credentials/verdict.ts'
import { verdictFor, type Status } from '../../src/credentials/reason.ts'
import { shanghaiInstant } from '../../src/calendar/day.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { alteredCwts } from './altered-cwt.ts'
import { alteredSdJwts } from './altered-sd-jwt.ts'
import { alteredStatuses, genuine } from './altered-status.ts'
import { alteredBundles } from './altered-bundle.ts'
import { alteredReceipts } from './altered-receipt.ts'
import { alteredStatements } from './altered-statement.ts'
import { bundle, now, signers } from './fixtures.ts'
import type { Altered, Vector } from './vector-case.ts'

/** Reasons that are states. */
const LIFE: ReadonlySet<string> = new Set(['revoked', 'suspended', 'ended'])
const folder = new URL('../vectors/credentials/', import.meta.url)

function vectorOf({ what, credential, reason, ...other }: Altered): Vector {
  const status: Status = reason === null ? 'in-force' : LIFE.has(reason) ? (reason as Status) : 'unknown'
  const { record } = judgeScanned(credential, trustOf(bundle, verifyEd25519), now, verifyEd25519)
  return {
    what,
    credential,
    now: other.now ?? shanghaiInstant(now),
    statusLists: other.statusLists ?? Object.fromEntries(bundle.statusLists),
    expected: {
      verdict: reason === null ? 'valid' : verdictFor(reason),
      status,
      reason,
      ...(reason === null && record ? { record } : {}),
    },
  }
}

writeFileSync(new URL('trust-bundle.json', folder), `${pretty(writeTrustBundle(bundle, signers))}\n`)

for (const [kind, cases] of [
  ['valid', genuine],
  ['invalid', [...alteredCwts, ...alteredSdJwts, ...alteredStatuses]],
] as const) {
  rmSync(new URL(kind, folder), { recursive: true, force: true })
  mkdirSync(new URL(kind, folder), { recursive: true })
  for (const each of cases)
    writeFileSync(
      new URL(`${kind}/${each.rule}.json`, folder),
      `${JSON.stringify(vectorOf(each), null, 2)}\n`,
    )
}

const bundles = new URL('../vectors/trust-bundles/', import.meta.url)
for (const kind of ['valid', 'invalid']) {
  rmSync(new URL(kind, bundles), { recursive: true, force: true })
  mkdirSync(new URL(kind, bundles), { recursive: true })
}
for (const { rule, text, problem } of alteredBundles)
  writeFileSync(new URL(`${problem === null ? 'valid' : 'invalid'}/${rule}.json`, bundles), `${text}\n`)

const receipts = new URL('../vectors/receipts/', import.meta.url)
for (const kind of ['valid', 'invalid']) {
  rmSync(new URL(kind, receipts), { recursive: true, force: true })
  mkdirSync(new URL(kind, receipts), { recursive: true })
}
for (const { rule, what, text, reason } of alteredReceipts)
  writeFileSync(
    new URL(`${reason === null ? 'valid' : 'invalid'}/${rule}.json`, receipts),
    `${JSON.stringify({ what, receipt: text, reason }, null, 2)}\n`,
  )

const statements = new URL('../vectors/statements/', import.meta.url)
for (const kind of ['valid', 'invalid']) {
  rmSync(new URL(kind, statements), { recursive: true, force: true })
  mkdirSync(new URL(kind, statements), { recursive: true })
}
for (const { rule, what, text, reason } of alteredStatements)
  writeFileSync(
    new URL(`${reason === null ? 'valid' : 'invalid'}/${rule}.json`, statements),
    `${JSON.stringify({ what, statement: text, reason }, null, 2)}\n`,
  )

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2)
}
