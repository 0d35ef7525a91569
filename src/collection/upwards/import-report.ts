import { createHash } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle } from '../../platform/database.ts'
import { base64url, fromBase64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { reportZero } from '../acceptance/report-zero.ts'
import type { Cell } from '../acceptance/cell-state.ts'
import { beginUpload } from '../batch/begin-upload.ts'
import { completeUpload } from '../batch/complete-upload.ts'
import { collectionUploads } from '../batch/schema.ts'
import type { Upload } from '../batch/stored-parts.ts'
import { takePart } from '../batch/take-part.ts'
import { programmeById } from '../programme/find-programme.ts'
import { changedMeanwhile, notPast, programmeNotFound } from '../programme/refusals.ts'
import { collectionCells } from '../programme/schema.ts'
import { requireSame } from './as-reported.ts'
import { senderOf } from './name-sender.ts'
import { badReport, reportElsewhere, reportOlder, reportTooLarge, senderUnknown } from './refusals.ts'
import { openReport, type Manifest } from './report-file.ts'
import { collectionImports, sealedCollectionImports } from './schema.ts'

export const MOST_REPORT_BYTES = 256 * 1_048_576
const NEWLINE = 10

export interface ReportToImport {
  readonly programmeId: string
  /** The office it speaks of, as we know it. */
  readonly officeId: string
  readonly bytes: Uint8Array
}

/**
 * Takes in what an office below reported from its own deployment: its rows go the way of every upload, judge and all, and
 * its cells without anybody become a zero return; both are then approved and accepted here. Broken off, it is asked again
 * and goes on. Refuses `collection/bad-report`, `/sender-unknown`, `/report-elsewhere`, `/report-older`,
 * `/report-too-large`, `/report-miscounted`, `/not-past`, `/programme-not-found`, `/not-assigned`, `identity/not-allowed`;
 * what only the judge counts otherwise, its job refuses.
 */
export async function importReport(
  ctx: Context,
  { programmeId, officeId, bytes }: ReportToImport,
): Promise<{ readonly version: number; readonly uploadId: string | null; readonly returnId: string | null }> {
  if (bytes.length > MOST_REPORT_BYTES) throw reportTooLarge(MOST_REPORT_BYTES)
  const { read } = ctx.database
  await authorise(ctx, read, 'collection.enter', officeId, programmeNotFound(programmeId))
  const { csv, manifest, before } = await checked(read, { programmeId, officeId, bytes })
  const upload = manifest.rows === 0 ? null : await send(ctx, { programmeId, officeId, csv, manifest })
  const uploadId = upload?.id ?? null
  // The same rows as an earlier version's were counted then.
  if (upload?.contents) requireSame(manifest.cells, upload.contents.cells)
  const { version } = manifest
  const returnId = before ? before.returnId : await zeroReturn(ctx, { programmeId, officeId, manifest })
  // Kept before anybody judges the rows: what they must count is told here.
  if (!before) await store(ctx, { programmeId, officeId, manifest, uploadId, returnId })
  if (uploadId !== null) await completeUpload(ctx, uploadId)
  return { version, uploadId, returnId }
}

async function zeroReturn(
  ctx: Context,
  { programmeId, officeId, manifest }: Omit<ReportToImport, 'bytes'> & { readonly manifest: Manifest },
): Promise<string | null> {
  const part = await openZeros(ctx.database.read, programmeId, officeId, manifest)
  if (part.length === 0) return null
  const ground = `上报文件第 ${manifest.version} 版中没有人的格。`
  return (await reportZero(ctx, { programmeId, officeId, part, ground })).returnId
}

/** Refuses whatever is not this office's newest word about this programme; `before`: it came once, and broke off. */
async function checked(handle: Handle, { programmeId, officeId, bytes }: ReportToImport) {
  const programme = await programmeById(handle, programmeId)
  const office = await authorityById(handle, officeId)
  const sender = await senderOf(handle, officeId)
  if (sender === null) throw senderUnknown(office.name)
  const opened = openReport(bytes, fromBase64url(sender.publicKey))
  if ('fault' in opened) throw badReport(opened.fault)
  const { csv, manifest } = opened
  if (manifest.office !== office.creditCode) throw reportElsewhere('是另一个机构的')
  if (manifest.place !== programme.place || manifest.kind !== programme.kind)
    throw reportElsewhere(`是按 ${manifest.place} 归集的`)
  if (manifest.kind === 'current') throw notPast()
  // One line is the headers'.
  if (manifest.rows === 0 && csv.indexOf(NEWLINE) !== csv.lastIndexOf(NEWLINE)) throw badReport('altered')
  const last = await lastImport(handle, programmeId, officeId)
  if (last === null || manifest.version > last.version) return { ...opened, before: null }
  const isSame = last.version === manifest.version && last.digest === manifest.digest
  if (isSame && last.state === 'receiving') return { ...opened, before: last }
  throw reportOlder(manifest.version, last.version)
}

async function lastImport(handle: Handle, programmeId: string, officeId: string) {
  const [last] = await handle
    .select({
      version: collectionImports.version,
      digest: collectionImports.digest,
      returnId: collectionImports.returnId,
      state: collectionUploads.state,
    })
    .from(collectionImports)
    .leftJoin(collectionUploads, eq(collectionUploads.id, collectionImports.uploadId))
    .where(and(eq(collectionImports.programmeId, programmeId), eq(collectionImports.officeId, officeId)))
    .orderBy(desc(collectionImports.version))
    .limit(1)
  return last ?? null
}

/** The same bytes are the same upload, however often this is begun. */
async function send(
  ctx: Context,
  {
    programmeId,
    officeId,
    csv,
    manifest,
  }: Omit<ReportToImport, 'bytes'> & { readonly csv: Uint8Array; readonly manifest: Manifest },
): Promise<Upload> {
  const begun = await beginUpload(ctx, {
    programmeId,
    officeId,
    fileName: `上报第${manifest.version}版.csv`,
    size: csv.length,
    digest: manifest.digest,
  })
  const { id: uploadId, partSize, state } = begun
  const parts = state === 'receiving' ? Math.ceil(csv.length / partSize) : 0
  for (let number = 0; number < parts; number++) {
    const part = csv.subarray(number * partSize, (number + 1) * partSize)
    const digest = createHash('sha256').update(part).digest('hex')
    await takePart(ctx, { uploadId, number, bytes: part, digest })
  }
  return begun
}

/** Cells it says nobody is in, of which we know nothing yet. */
async function openZeros(
  handle: Handle,
  programmeId: string,
  officeId: string,
  { cells }: Manifest,
): Promise<readonly Cell[]> {
  const open = await handle
    .select({ year: collectionCells.year, level: collectionCells.level, route: collectionCells.route })
    .from(collectionCells)
    .where(
      and(
        eq(collectionCells.programmeId, programmeId),
        eq(collectionCells.officeId, officeId),
        eq(collectionCells.state, 'open'),
      ),
    )
  const said = new Set(
    cells
      .filter(([, , , records]) => records === 0)
      .map(([year, level, route]) => `${year}|${level}|${route}`),
  )
  return open.filter(({ year, level, route }) => said.has(`${year}|${level}|${route}`))
}

async function store(
  ctx: Context,
  {
    programmeId,
    officeId,
    manifest: { version, digest, rows, cells, place, office },
    uploadId,
    returnId,
  }: Omit<ReportToImport, 'bytes'> & {
    readonly manifest: Manifest
    readonly uploadId: string | null
    readonly returnId: string | null
  },
): Promise<void> {
  const record = entryRecord(ctx.random(16))
  try {
    await ctx.database.transaction(async (tx) => {
      await authorise(ctx, tx, 'collection.enter', officeId, programmeNotFound(programmeId))
      const id = base64url(ctx.random(16))
      const imported = { importedOn: ctx.today(), importedBy: ctx.actor.name }
      const row = { id, programmeId, officeId, version, digest, rows, cells, uploadId, returnId, ...imported }
      const sealedRow = sealRows(sealedCollectionImports, record, [row], ctx.random(32))
      await tx.insert(collectionImports).values([...sealedRow.rows])
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId,
        about: id,
        facts: { imported: version, rows },
      })
      await appendEntries(tx, [
        {
          type: 'collection.imported',
          record,
          day: ctx.today(),
          seals: { collection_imports: sealedRow.sealRoot },
          facts: { office, place, version, rows, cells: cells.length },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_imports_version') throw changedMeanwhile()
    throw error
  }
}
