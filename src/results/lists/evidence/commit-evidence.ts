import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Cycle } from '../../../cycles/cycle.ts'
import { cycleById } from '../../../cycles/find-cycle.ts'
import { cycleNotFound } from '../../../cycles/refusals.ts'
import { holdCycle } from '../../../cycles/require-step.ts'
import { authorise } from '../../../identity/authorise.ts'
import { appendEntries } from '../../../ledger/append.ts'
import { entryRecord } from '../../../ledger/entry.ts'
import { sealRows } from '../../../ledger/seal.ts'
import { personKeys } from '../../../people/find-keys.ts'
import { newPersonKey, NONCE_LENGTH, protect, type PersonKey } from '../../../people/protect.ts'
import type { Context } from '../../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../../platform/database.ts'
import { base64url } from '../../../signing/bytes.ts'
import { recordAct } from '../../../trail/record-act.ts'
import { listNotFound } from '../refusals.ts'
import { resultLists, resultRows } from '../schema.ts'
import { isEvidenceKind, type EvidenceKind } from './evidence-kind.ts'
import { badEvidence, evidenceReplaced, evidenceTooLarge } from './refusals.ts'
import { evidenceFiles, listEvidence, sealedListEvidence } from './schema.ts'

export const MOST_EVIDENCE_BYTES = 20 * 1_048_576

/** What of a paper is handed in: all of it, kept encrypted, or its SHA-256 alone (32 bytes), the paper kept elsewhere. */
export type PaperContent =
  { readonly bytes: Uint8Array; readonly mediaType: string } | { readonly digest: Uint8Array }

export interface NewEvidence {
  readonly cycleId: string
  /** The list it is about. */
  readonly listId?: string | null | undefined
  /** The one row of that list it is for: then it is kept under that person's key and goes with it. */
  readonly rowId?: string | null | undefined
  readonly kind: EvidenceKind
  /** 2 to 100 characters; never a person's name. */
  readonly title: string
  readonly content: PaperContent
  readonly replacesId?: string | null | undefined
}

const MEDIA_TYPE = /^(application\/(pdf|vnd\.openxmlformats-officedocument\.[\w.]+)|image\/(png|jpeg))$/

export const evidenceColumn = (id: string) => ({ column: 'evidence_files.file', row: id }) as const

/**
 * Commits a supporting paper to a cycle: its digest is sealed and on the ledger, its content encrypted or not kept at
 * all. PDF, PNG, JPEG and office files up to 20 MB. Refuses `cycles/cycle-not-found`, `results/list-not-found`,
 * `results/bad-evidence`, `results/evidence-too-large`, `results/evidence-replaced`.
 */
export async function commitEvidence(ctx: Context, input: NewEvidence): Promise<{ readonly id: string }> {
  const title = input.title.trim()
  if (!isEvidenceKind(input.kind)) throw badEvidence('没有这种材料')
  if (!/^[^\p{C}]{2,100}$/u.test(title)) throw badEvidence('请写明名称，2 到 100 个字')
  const { content } = input
  if ('bytes' in content) checkFile(content)
  else if (content.digest.length !== 32) throw badEvidence('摘要应为 64 位十六进制')
  try {
    return await ctx.database.transaction(async (tx) => {
      const cycle = await cycleById(tx, input.cycleId)
      await authorise(ctx, tx, 'lists.import', cycle.officeId, cycleNotFound(input.cycleId))
      await holdCycle(tx, cycle.id)
      const personId = await requireOfCycle(tx, cycle, input)
      return enterEvidence(ctx, tx, cycle, { ...input, title, personId })
    })
  } catch (error) {
    if (uniqueViolation(error) === 'list_evidence_replaces') throw evidenceReplaced()
    throw error
  }
}

async function enterEvidence(
  ctx: Context,
  tx: Transaction,
  cycle: Cycle,
  input: NewEvidence & { readonly personId: string | null },
): Promise<{ readonly id: string }> {
  const { content, personId } = input
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  const fileDigest =
    'bytes' in content ? new Uint8Array(createHash('sha256').update(content.bytes).digest()) : content.digest
  const { rows, sealRoot } = sealRows(
    sealedListEvidence,
    record,
    [
      {
        id,
        cycleId: cycle.id,
        listId: input.listId ?? null,
        rowId: input.rowId ?? null,
        kind: input.kind,
        title: input.title,
        fileDigest,
        size: 'bytes' in content ? content.bytes.length : null,
        replacesId: input.replacesId ?? null,
        recordedOn: ctx.today(),
        recordedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(listEvidence).values([...rows])
  if ('bytes' in content) {
    const key = await keyOf(ctx, tx, id, personId)
    await tx.insert(evidenceFiles).values({
      evidenceId: id,
      wrappedKey: personId === null ? key.wrapped : new Uint8Array(),
      file: protect(key, evidenceColumn(id), content.bytes, ctx.random(NONCE_LENGTH)),
      mediaType: content.mediaType,
    })
  }
  await recordAct(ctx, tx, {
    act: 'lists.import',
    officeId: cycle.officeId,
    about: id,
    ...(personId !== null && { subjects: [personId] }),
    facts: { evidence: input.kind, cycle: cycle.id },
  })
  await appendEntries(tx, [
    {
      type: 'list.evidence-committed',
      record,
      day: ctx.today(),
      seals: { list_evidence: sealRoot },
      facts: { cycle: cycle.id, kind: input.kind },
    },
  ])
  return { id }
}

// A paper about one person goes when that person does.
async function keyOf(ctx: Context, tx: Transaction, id: string, personId: string | null): Promise<PersonKey> {
  if (personId === null) return newPersonKey(ctx.keyring.fields, `list-evidence/${id}`, ctx.random(32))
  return (await personKeys(ctx, tx, [personId])).get(personId) as PersonKey
}

function checkFile({ bytes, mediaType }: { readonly bytes: Uint8Array; readonly mediaType: string }): void {
  if (bytes.length === 0) throw badEvidence('文件是空的')
  if (bytes.length > MOST_EVIDENCE_BYTES) throw evidenceTooLarge(MOST_EVIDENCE_BYTES)
  if (!MEDIA_TYPE.test(mediaType)) throw badEvidence('只接受 PDF、图片和 docx、xlsx 文件')
}

/** The list, the row and what is replaced are this cycle's; answers whose the row is. */
async function requireOfCycle(tx: Transaction, cycle: Cycle, input: NewEvidence): Promise<string | null> {
  const { listId = null, rowId = null, replacesId = null } = input
  if (listId !== null) {
    const [list] = await tx
      .select({ id: resultLists.id })
      .from(resultLists)
      .where(and(eq(resultLists.id, listId), eq(resultLists.cycleId, cycle.id)))
    if (!list) throw listNotFound(listId)
  }
  if (replacesId !== null) {
    const [old] = await tx
      .select({ id: listEvidence.id })
      .from(listEvidence)
      .where(and(eq(listEvidence.id, replacesId), eq(listEvidence.cycleId, cycle.id)))
    if (!old) throw badEvidence('所更正的材料不属于这项年度评审')
  }
  if (rowId === null) return null
  const [row] = await tx
    .select({ personId: resultRows.personId })
    .from(resultRows)
    .where(and(eq(resultRows.id, rowId), eq(resultRows.listId, listId ?? '')))
  if (!row) throw badEvidence('名单中没有这一行')
  return row.personId
}
