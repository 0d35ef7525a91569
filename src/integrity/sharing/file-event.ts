import { eq, inArray } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url, fromBase64url } from '../../signing/bytes.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import { isObject, openJws } from '../../signing/jws.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { misconductVersions } from '../records/schema.ts'
import type { FileEventKind, RejectedLine } from './exchange.ts'
import { fileDigest, fileText } from './file-text.ts'
import { filesOf, type FileRow, type KnownFile } from './find-copies.ts'
import { alreadyAnswered, fileGone, fileNotFound, replyElsewhere, replyNotGenuine } from './refusals.ts'
import {
  creditPlatforms,
  exchangeEvents,
  exchangeFiles,
  exchangeSalts,
  sealedExchangeEvents,
  sharedCopies,
} from './schema.ts'

export const REPLY_TYPE = 'zhengxin-credit-reply+jws'

/** The office of a file. Refuses `integrity/file-not-found`. */
export async function officeOfFile(handle: Handle, fileId: string): Promise<string> {
  const [row] = await handle
    .select({ officeId: exchangeFiles.officeId })
    .from(exchangeFiles)
    .where(eq(exchangeFiles.id, fileId))
  if (!row) throw fileNotFound(fileId)
  return row.officeId
}

/**
 * Hands a file out, the first time and each time after: the very same bytes. That it was, and whose records are in it, is
 * recorded first. Refuses `integrity/file-not-found`, `/file-gone`, `people/erased`.
 */
export async function sendFile(
  ctx: Context,
  fileId: string,
): Promise<{ readonly name: string; readonly text: string }> {
  return ctx.database.transaction(async (tx) => {
    const officeId = await officeOfFile(tx, fileId)
    await authorise(ctx, tx, 'integrity.share', officeId, fileNotFound(fileId))
    const file = await knownFile(tx, officeId, fileId)
    const [kept] = await tx.select().from(exchangeSalts).where(eq(exchangeSalts.fileId, fileId))
    if (!kept) throw fileGone()
    const text = await fileText(ctx, tx, file.row, kept.salt)
    if (fileDigest(text) !== file.row.digest) throw fileGone()
    await leaveEvent(ctx, tx, file, { kind: 'sent', rejected: [], reason: '' })
    return { name: `credit-${String(file.row.sequence).padStart(6, '0')}-${file.row.kind}.jws`, text }
  })
}

/**
 * Takes in what the platform answered, once for each file and under its own key: all of it, all but some lines, or nothing.
 * Refuses `integrity/reply-not-genuine`, `/reply-elsewhere`, `/already-answered`, `identity/not-allowed`.
 */
export async function receiveReply(
  ctx: Context,
  { officeId, text }: { readonly officeId: string; readonly text: string },
): Promise<{ readonly sequence: number; readonly outcome: FileEventKind }> {
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.share', officeId)
    const reply = await openReply(tx, officeId, text)
    const file = (await filesOf(tx, officeId)).find(
      ({ row }) => row.sequence === reply.sequence && row.digest === reply.file,
    )
    if (!file) throw replyElsewhere()
    if (file.answer !== null) throw alreadyAnswered()
    const copies = await tx
      .select()
      .from(sharedCopies)
      .where(
        inArray(
          sharedCopies.recordId,
          file.lines.map(({ recordId }) => recordId),
        ),
      )
    const rejected = reply.rejected.map(({ shareId, reason }): RejectedLine => {
      const recordId = copies.find((copy) => copy.shareId === shareId)?.recordId
      if (recordId === undefined) throw replyElsewhere()
      return { recordId, reason }
    })
    await leaveEvent(ctx, tx, file, { kind: reply.outcome, rejected, reason: reply.reason })
    return { sequence: file.row.sequence, outcome: reply.outcome }
  })
}

async function knownFile(handle: Handle, officeId: string, fileId: string): Promise<KnownFile> {
  const file = (await filesOf(handle, officeId)).find(({ row }) => row.id === fileId)
  if (!file) throw fileNotFound(fileId)
  return file
}

async function leaveEvent(
  ctx: Context,
  tx: Transaction,
  { row: file, events }: { readonly row: FileRow; readonly events: KnownFile['events'] },
  event: {
    readonly kind: FileEventKind
    readonly rejected: readonly RejectedLine[]
    readonly reason: string
  },
): Promise<void> {
  const batch = await openBatch(ctx, tx)
  const row = {
    ...event,
    id: base64url(ctx.random(16)),
    fileId: file.id,
    position: (events.at(-1)?.position ?? 0) + 1,
    happenedOn: ctx.today(),
    by: ctx.actor.name,
  }
  const { rows } = sealRows(sealedExchangeEvents, batch, [row], ctx.random(32))
  await tx.insert(exchangeEvents).values([...rows])
  await recordAct(ctx, tx, {
    act: 'integrity.share',
    officeId: file.officeId,
    about: file.id,
    ...(event.kind === 'sent' && { subjects: await subjectsOf(tx, file) }),
    facts: { what: event.kind, ...promised(batch, waitingRows(sealedExchangeEvents, rows)) },
  })
}

async function subjectsOf(handle: Handle, { lines }: FileRow): Promise<readonly string[]> {
  const ids = lines.map(({ recordId }) => recordId)
  const rows = await handle
    .selectDistinct({ personId: misconductVersions.personId })
    .from(misconductVersions)
    .where(inArray(misconductVersions.recordId, ids))
  return rows.flatMap(({ personId }) => personId ?? [])
}

interface Reply {
  readonly sequence: number
  readonly file: string
  readonly outcome: 'accepted' | 'partly' | 'refused'
  readonly reason: string
  readonly rejected: readonly { readonly shareId: string; readonly reason: string }[]
}

// By whichever key the office ever registered: an answer may come after the platform changed its own.
async function openReply(handle: Handle, officeId: string, text: string): Promise<Reply> {
  const envelope = openJws(text.trim(), REPLY_TYPE)
  if (typeof envelope === 'string' || envelope.suite.jose !== 'EdDSA') throw replyNotGenuine()
  const platforms = await handle
    .select({ publicKey: creditPlatforms.publicKey })
    .from(creditPlatforms)
    .where(eq(creditPlatforms.officeId, officeId))
  const isTheirs = platforms.some(({ publicKey }) =>
    verifyEd25519(fromBase64url(publicKey), envelope.signed, envelope.signature),
  )
  if (!isTheirs) throw replyNotGenuine()
  const { v, sequence, file, outcome, reason = '', rejected = [] } = envelope.payload
  // Reasons are codes: words could name somebody.
  const isCode = (value: unknown): value is string =>
    typeof value === 'string' && /^[a-z0-9-]{0,40}$/.test(value)
  if (v !== 1 || typeof sequence !== 'number' || typeof file !== 'string' || !isCode(reason))
    throw replyNotGenuine()
  if (outcome !== 'accepted' && outcome !== 'partly' && outcome !== 'refused') throw replyNotGenuine()
  if (!Array.isArray(rejected) || (outcome === 'partly') !== rejected.length > 0) throw replyNotGenuine()
  const lines = rejected.map((line: unknown) => {
    if (!isObject(line)) throw replyNotGenuine()
    const { shareId, reason: why } = line
    if (typeof shareId !== 'string' || !isCode(why)) throw replyNotGenuine()
    return { shareId, reason: why }
  })
  return { sequence, file, outcome, reason, rejected: lines }
}
