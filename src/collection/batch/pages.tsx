import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { authorise, authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { jobs } from '../../jobs/schema.ts'
import { jobOf } from '../../jobs/find-job.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { templateOf } from '../../spreadsheets/template.ts'
import type { Frame, Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { eq } from 'drizzle-orm'
import { HISTORY_LIST } from '../history-columns.ts'
import { findProgramme } from '../programme/find-programme.ts'
import { batchPage } from './batch-page.tsx'
import { completeUpload } from './complete-upload.ts'
import { countChanges } from './count-changes.ts'
import { findUpload, missingParts } from './find-upload.ts'
import { readDefects, readMarked } from './read-findings.ts'
import { readRows } from './read-rows.ts'
import { fileEmpty, fileTooLarge, groundMissing } from './refusals.ts'
import type { Upload } from './stored-parts.ts'
import { takeFile } from './take-file.ts'
import { COLLECTION, newUploadPage, uploadPage } from './upload-page.tsx'
import { partCount } from './upload.ts'
import { withdrawBatch } from './withdraw-batch.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const MOST_FORM_BYTES = 129 * 1_048_576
const PAGE = 50
const OFFICE = `${COLLECTION}/:programmeId/offices/:officeId`

/** Bringing lists of past titles, and the batches they become. Stands before the desk of the map: both lie under one path. */
export function collectionBatchDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
  const newUpload = async (c: Request<Env>, replacesId: string | null, returned: Returned | null) => {
    const { ctx } = c.var
    const { read } = ctx.database
    const programme = await findProgramme(ctx, read, of(c, 'programmeId'))
    const office = await findAuthority(read, of(c, 'officeId'))
    if (!office) throw officeNotFound(of(c, 'officeId'))
    await authorise(ctx, read, 'collection.enter', office.id, officeNotFound(office.id))
    return newUploadPage(await frame(c), { programme, office, replacesId, returned })
  }
  const batch = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const batchId = of(c, 'batchId')
    const onlyChanged = c.req.query('only') === 'changed'
    const after = Number(/^[0-9]{1,7}$/.exec(c.req.query('after') ?? '')?.[0] ?? 0)
    const shown = await readRows(ctx, { batchId, after, limit: PAGE, onlyChanged })
    const upload = await findUpload(ctx, ctx.database.read, batchId)
    return batchPage(await frame(c), {
      ...shown,
      changes: await countChanges(ctx.database.read, shown.batch),
      onlyChanged,
      mayEnter: (await reachOf(ctx, 'collection.enter'))(shown.batch.officeId),
      hasFindings: upload.warnings > 0,
      returned,
    })
  }
  return new Hono<Env>()
    .get(`${COLLECTION}/template`, async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'collection.see')
      return sendWorkbook(c, await templateOf(HISTORY_LIST), 'lishi-zhicheng.xlsx')
    })
    .get(`${OFFICE}/uploads/new`, async (c) =>
      c.html(await newUpload(c, c.req.query('replaces') ?? null, null)),
    )
    .post(`${OFFICE}/uploads`, bodyLimit({ maxSize: MOST_FORM_BYTES, onError: tooLarge }), async (c) => {
      const typed = await postedForm(c)
      const replaces = typeof typed.replaces === 'string' && typed.replaces !== '' ? typed.replaces : null
      try {
        const upload = await bring(c.var.ctx, c, typed.file, replaces)
        return c.redirect(whereTo(upload), 303)
      } catch (error) {
        if (!isReturned(error)) throw error
        return c.html(await newUpload(c, replaces, { message: error.message, typed: {} }), statusOf(error))
      }
    })
    .get(`${COLLECTION}/uploads/:uploadId`, async (c) => {
      const { ctx } = c.var
      const upload = await findUpload(ctx, ctx.database.read, of(c, 'uploadId'))
      return c.html(uploadPage(await frame(c), await viewOf(ctx, upload)))
    })
    .get(`${COLLECTION}/uploads/:uploadId/marked`, async (c) =>
      sendWorkbook(c, await readMarked(c.var.ctx, of(c, 'uploadId')), 'biaozhu.xlsx'),
    )
    .post(`${COLLECTION}/uploads/:uploadId/completion`, async (c) =>
      c.redirect(whereTo(await completeUpload(c.var.ctx, of(c, 'uploadId'))), 303),
    )
    .get(`${COLLECTION}/batches/:batchId`, async (c) => c.html(await batch(c, null)))
    .post(`${COLLECTION}/batches/:batchId/withdrawal`, async (c) => {
      const typed = await postedForm(c)
      const ground = typeof typed.ground === 'string' ? typed.ground.trim().slice(0, 500) : ''
      try {
        if (ground === '') throw groundMissing()
        await withdrawBatch(c.var.ctx, { batchId: of(c, 'batchId'), ground })
        return c.redirect(`${COLLECTION}/batches/${of(c, 'batchId')}`, 303)
      } catch (error) {
        if (!isReturned(error)) throw error
        return c.html(await batch(c, { message: error.message, typed: {} }), statusOf(error))
      }
    })
}

const of = (c: Request<Env>, name: string): string => c.req.param(name) ?? ''

const isReturned = (error: unknown): error is Refusal =>
  error instanceof Refusal && ['invalid', 'conflict', 'too-large'].includes(error.kind)

async function bring(
  ctx: Context,
  c: Request<Env>,
  file: unknown,
  replacesId: string | null,
): Promise<Upload> {
  if (!(file instanceof File) || file.size === 0) throw fileEmpty()
  const bytes = new Uint8Array(await file.arrayBuffer())
  const [programmeId, officeId] = [of(c, 'programmeId'), of(c, 'officeId')]
  return takeFile(ctx, { programmeId, officeId, replacesId, fileName: file.name.slice(0, 200), bytes })
}

/** To the job while it works, to what came of it afterwards. */
function whereTo({ id, state, jobId }: Upload): string {
  if (state === 'stored') return `${COLLECTION}/batches/${id}`
  return jobId !== null && state !== 'refused' ? `/desk/jobs/${jobId}` : `${COLLECTION}/uploads/${id}`
}

async function viewOf(ctx: Context, upload: Upload) {
  const { read } = ctx.database
  const [row] = upload.jobId === null ? [] : await read.select().from(jobs).where(eq(jobs.id, upload.jobId))
  const missing = upload.state === 'receiving' ? (await missingParts(read, upload)).length : 0
  return {
    upload,
    missing,
    parts: partCount(upload.size, upload.partSize),
    job: row ? jobOf(row) : null,
    defects: await readDefects(ctx, upload.id),
    hasMarked: await readMarked(ctx, upload.id).then(
      () => true,
      () => false,
    ),
    mayEnter: (await reachOf(ctx, 'collection.enter'))(upload.officeId),
  }
}

const sendWorkbook = (c: Request<Env>, workbook: Uint8Array, name: string): Response =>
  c.body(new Uint8Array(workbook), 200, {
    'Content-Type': XLSX,
    'Content-Disposition': `attachment; filename="${name}"`,
  })

const tooLarge = (): never => {
  throw fileTooLarge(MOST_FORM_BYTES)
}
