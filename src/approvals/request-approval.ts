import { eq } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { openBatch, waitingRows } from '../ledger/day-batch.ts'
import { entryRecord, type SealRoot } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import { recordAct } from '../trail/record-act.ts'
import { promised } from '../trail/waiting.ts'
import type { SnapshotRow } from './differences.ts'
import { findRequest, holdRequest, latestRequest } from './find-request.ts'
import { badDigest, preparedElsewhere } from './refusals.ts'
import { approvalQueue, approvalRequests, approvalSnapshots, sealedApprovalRequests } from './schema.ts'
import { sealSnapshot } from './snapshot.ts'
import { checkSteps, type ApprovalStep } from './step.ts'

export interface NewRequest {
  /** The caller's word for what is to be done: 'list', 'certificate.revoke'. */
  readonly kind: string
  readonly subjectId: string
  /** SHA-256 of the exact bytes to be acted on, 64 lower-case hex digits. */
  readonly digest: string
  /** The office it is about. */
  readonly officeId: string
  /** In order; from policy. */
  readonly steps: readonly ApprovalStep[]
  /** The request to compare with; left out, the subject's version before. */
  readonly previousId?: string
  /** What approvers are shown; kept encrypted, so it may hold names and numbers. */
  readonly snapshot: readonly SnapshotRow[]
  /** What it is called on a desk, such as the list's name; never a person's. */
  readonly title?: string
  /** Whose data it shows: people/'s ids. */
  readonly subjects?: readonly string[]
  /** Persons who may not decide, whatever their role: who entered what is to be approved, and whom it concerns. */
  readonly excluded?: readonly string[]
  /** Rows of the caller's own that the request's entry vouches for, by table. */
  sealMore?(entryRecord: string): Promise<Readonly<Record<string, SealRoot>>>
  /** When it was asked for, and that it was, is not to be told: it and its decisions wait for the day's entry. */
  readonly isBatched?: boolean
}

export const DIGEST = /^[0-9a-f]{64}$/

/**
 * Step: asks for approval of one version of a subject; any version before is void from now on. Appends to the ledger,
 * so the caller has written its own rows. Who may ask is the caller's to say. Refuses `approvals/prepared-elsewhere`,
 * `approvals/bad-snapshot`, `approvals/bad-digest`, `people/erased`.
 */
export async function requestApproval(ctx: Context, tx: Transaction, input: NewRequest): Promise<string> {
  checkSteps(input.steps)
  if (!DIGEST.test(input.digest)) throw badDigest()
  const id = base64url(ctx.random(16))
  const { row: snapshot, hash } = await sealSnapshot(ctx, tx, id, input)

  // 1. The version before stands still while it is voided.
  const before = await latestRequest(tx, input)
  if (before) await holdRequest(tx, before.id)
  const version = (before?.version ?? 0) + 1
  const previous = input.previousId === undefined ? before : await findRequest(tx, input.previousId)
  if (input.previousId !== undefined && !previous) throw new RangeError('no such previous request')

  // 2. The request, what it shows, and whom it waits for.
  const batch = input.isBatched ? await openBatch(ctx, tx) : null
  if (batch !== null && input.sealMore) throw new RangeError('what waits for the day seals its own rows')
  const record = batch ?? entryRecord(ctx.random(16))
  const request = {
    id,
    kind: input.kind,
    subjectId: input.subjectId,
    title: input.title ?? null,
    version,
    digest: input.digest,
    officeId: input.officeId,
    steps: canonicalJson(input.steps as unknown as JsonValue),
    preparedBy: ctx.actor.name,
    preparedPersonId: ctx.actor.personId,
    preparedAt: ctx.now(),
    previousId: previous?.id ?? null,
    snapshotHash: hash,
  }
  const { rows, sealRoot } = sealRows(sealedApprovalRequests, record, [request], ctx.random(32))
  try {
    await tx.insert(approvalRequests).values([...rows])
  } catch (error) {
    if (uniqueViolation(error) === 'approval_requests_version') throw preparedElsewhere()
    throw error
  }
  await tx.insert(approvalSnapshots).values(snapshot)
  if (before) await tx.delete(approvalQueue).where(eq(approvalQueue.requestId, before.id))
  await tx
    .insert(approvalQueue)
    .values(input.steps.map((step, index) => ({ requestId: id, step: index, ...step })))

  const more = await input.sealMore?.(record)

  // 3. Recorded and on the ledger, or not at all.
  await recordAct(ctx, tx, {
    act: 'approvals.request',
    officeId: input.officeId,
    about: id,
    ...(input.subjects && { subjects: input.subjects }),
    facts: {
      kind: input.kind,
      subject: input.subjectId,
      version,
      ...(batch !== null && promised(batch, waitingRows(sealedApprovalRequests, rows))),
    },
  })
  if (batch !== null) return id
  await appendEntries(tx, [
    {
      type: 'approval.requested',
      record,
      day: ctx.today(),
      seals: { approval_requests: sealRoot, ...more },
      facts: { kind: input.kind, version, steps: input.steps.length, rows: input.snapshot.length },
    },
  ])
  return id
}
