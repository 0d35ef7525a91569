import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { waitingRows, type WaitingRow } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protect, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle, type Transaction } from '../../platform/database.ts'
import { base64url, fromHex } from '../../signing/bytes.ts'
import { checkedWords } from './checked.ts'
import {
  newSubjectKey,
  sealContent,
  versionDigest,
  type RecordContent,
  type VersionFacts,
} from './content.ts'
import { badRecord, changedMeanwhile, tooMuchEvidence } from './refusals.ts'
import {
  misconductEvidence,
  misconductVersions,
  sealedMisconductEvidence,
  sealedMisconductVersions,
} from './schema.ts'

/** A paper the record rests on. */
export interface NewEvidence {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mediaType: string
}

export const MOST_EVIDENCE_BYTES = 10 * 1_048_576
const MEDIA_TYPES = ['application/pdf', 'image/png', 'image/jpeg']

/** Refuses `integrity/bad-record`, `integrity/too-much-evidence`. */
export function checkedEvidence(evidence: readonly NewEvidence[]): readonly NewEvidence[] {
  const size = evidence.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (size > MOST_EVIDENCE_BYTES) throw tooMuchEvidence(MOST_EVIDENCE_BYTES)
  return evidence.map((paper) => {
    if (paper.bytes.length === 0) throw badRecord('证据材料', '文件是空的')
    if (!MEDIA_TYPES.includes(paper.mediaType)) throw badRecord('证据材料', '只接受 PDF、PNG 和 JPEG')
    return { ...paper, name: checkedWords('证据材料的名称', paper.name, 1, 100) }
  })
}

/**
 * Step: writes a version and its papers under the day's batch, and answers the rows that wait. Everything personal lies
 * under the subject's key. Refuses `integrity/changed-meanwhile`, `people/erased`.
 */
export async function storeVersion(
  ctx: Context,
  tx: Transaction,
  batch: string,
  of: {
    readonly facts: VersionFacts
    readonly content: Omit<RecordContent, 'salt'>
    readonly evidence: readonly NewEvidence[]
  },
): Promise<readonly WaitingRow[]> {
  const { facts } = of
  const content = { ...of.content, salt: base64url(ctx.random(32)) }
  const papers = await storeEvidence(ctx, tx, batch, of)
  const evidence = await evidenceOf(tx, facts.recordId)
  const { key, wrappedKey } = await newSubjectKey(ctx, tx, { rowId: facts.id, personId: facts.personId })
  const row = {
    ...facts,
    wrappedKey,
    content: sealContent(ctx, key, facts.id, content),
    digest: fromHex(versionDigest(facts, content, evidence)),
  }
  const { rows } = sealRows(sealedMisconductVersions, batch, [row], ctx.random(32))
  try {
    await tx.insert(misconductVersions).values([...rows])
  } catch (error) {
    if (uniqueViolation(error) === 'misconduct_versions_version') throw changedMeanwhile()
    throw error
  }
  return [...waitingRows(sealedMisconductVersions, rows), ...papers]
}

async function storeEvidence(
  ctx: Context,
  tx: Transaction,
  batch: string,
  { facts, evidence }: { readonly facts: VersionFacts; readonly evidence: readonly NewEvidence[] },
): Promise<readonly WaitingRow[]> {
  if (evidence.length === 0) return []
  const papers = await Promise.all(
    evidence.map(async ({ name, bytes, mediaType }) => {
      const id = base64url(ctx.random(16))
      const { key, wrappedKey } = await newSubjectKey(ctx, tx, { rowId: id, personId: facts.personId })
      const [nonce, other] = [ctx.random(NONCE_LENGTH), ctx.random(NONCE_LENGTH)]
      return {
        id,
        recordId: facts.recordId,
        version: facts.version,
        personId: facts.personId,
        wrappedKey,
        name: protectText(key, { column: 'misconduct_evidence.name', row: id }, name, nonce),
        file: protect(key, { column: 'misconduct_evidence.file', row: id }, bytes, other),
        fileDigest: new Uint8Array(createHash('sha256').update(bytes).digest()),
        mediaType,
      }
    }),
  )
  const sealed = sealRows(sealedMisconductEvidence, batch, papers, ctx.random(32 * papers.length))
  await tx.insert(misconductEvidence).values([...sealed.rows])
  return waitingRows(sealedMisconductEvidence, sealed.rows)
}

/** Every paper of a record, those of earlier versions too. */
export const evidenceOf = (
  handle: Handle,
  recordId: string,
): Promise<readonly { readonly id: string; readonly fileDigest: Uint8Array }[]> =>
  handle
    .select({ id: misconductEvidence.id, fileDigest: misconductEvidence.fileDigest })
    .from(misconductEvidence)
    .where(eq(misconductEvidence.recordId, recordId))
