import { and, eq } from 'drizzle-orm'
import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cycleById } from '../../../cycles/find-cycle.ts'
import { eventsOf } from '../../../cycles/find-events.ts'
import { cycleNotFound } from '../../../cycles/refusals.ts'
import { stationsOf } from '../../../cycles/stations-of.ts'
import { authorise, reachOf } from '../../../identity/authorise.ts'
import type { Context, Env } from '../../../platform/context.ts'
import { statusOf } from '../../../platform/problem.ts'
import { Refusal } from '../../../platform/refusal.ts'
import { fromHex } from '../../../signing/bytes.ts'
import type { Returned } from '../../../web/desk-form.tsx'
import type { Desk } from '../../../web/desk-page.tsx'
import { postedForm } from '../../../web/posted-form.ts'
import { confirmationCounts } from '../../routes/find-confirmations.ts'
import { countsOfCycle } from '../candidates.ts'
import { commitEvidence, MOST_EVIDENCE_BYTES, type PaperContent } from '../evidence/commit-evidence.ts'
import { isEvidenceKind } from '../evidence/evidence-kind.ts'
import { evidenceOfCycle, readEvidence } from '../evidence/find-evidence.ts'
import { badEvidence, evidenceTooLarge } from '../evidence/refusals.ts'
import { listLists } from '../find-list.ts'
import { resultRows } from '../schema.ts'
import { standingOf } from '../standing.ts'
import { cycleListsPage, type ListsOfCycle } from './cycle-lists-page.tsx'

const MOST_LISTS = 200

/** The lists and papers of one cycle. */
export function cycleListRoutes({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const page = async (c: Request<Env>, returned: Returned | null) =>
    cycleListsPage(await frame(c), await listsOfCycle(c.var.ctx, c.req.param('cycleId') ?? ''), returned)
  return new Hono<Env>()
    .get('/desk/lists/cycles/:cycleId', async (c) => c.html(await page(c, null)))
    .post(
      '/desk/lists/cycles/:cycleId/evidence',
      bodyLimit({ maxSize: MOST_EVIDENCE_BYTES + 1_048_576, onError: tooLarge }),
      async (c) => {
        const cycleId = c.req.param('cycleId')
        const body = await postedForm(c)
        const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
        const [kind, title] = [text('kind'), text('title')]
        try {
          if (!isEvidenceKind(kind)) throw badEvidence('没有这种材料')
          const about = await rowAt(c.var.ctx, text('list'), text('position').trim())
          await commitEvidence(c.var.ctx, { cycleId, ...about, kind, title, content: await contentOf(body) })
          return c.redirect(`/desk/lists/cycles/${cycleId}`, 303)
        } catch (error) {
          // What was typed comes back to be mended.
          if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
          const typed = Object.fromEntries(
            ['kind', 'title', 'list', 'position', 'digest'].map((name) => [name, text(name)]),
          )
          const returned = { message: error.message, typed }
          return c.html(await page(c, returned), statusOf(error))
        }
      },
    )
    .get('/desk/lists/evidence/:evidenceId', async (c) => {
      const { bytes, mediaType, title } = await readEvidence(c.var.ctx, c.req.param('evidenceId'))
      return c.body(Buffer.from(bytes), 200, {
        'Content-Type': mediaType,
        // Never shown inside our own pages: whoever brought it wrote it.
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(title)}`,
        'X-Content-Type-Options': 'nosniff',
      })
    })
}

/** The list a paper is about, and the one row of it. Whether the list is the cycle's, the act says. */
async function rowAt(ctx: Context, listId: string, position: string) {
  if (listId === '') {
    if (position !== '') throw badEvidence('填了序号的，请选择名单')
    return {}
  }
  if (position === '') return { listId }
  const [row] = /^\d{1,7}$/.test(position)
    ? await ctx.database.read
        .select({ id: resultRows.id })
        .from(resultRows)
        .where(and(eq(resultRows.listId, listId), eq(resultRows.position, Number(position))))
    : []
  if (!row) throw badEvidence('名单中没有这个序号')
  return { listId, rowId: row.id }
}

async function listsOfCycle(ctx: Context, cycleId: string): Promise<ListsOfCycle> {
  const { read } = ctx.database
  const cycle = await cycleById(read, cycleId)
  await authorise(ctx, read, 'lists.see', await seenAt(ctx, cycle), cycleNotFound(cycleId))
  const { items } = await listLists(ctx, read, { limit: MOST_LISTS, cycleId })
  const lists = await Promise.all(
    items.map(async (list) => ({ list, standing: await standingOf(read, list) })),
  )
  const held = (await eventsOf(read, cycleId)).findLast(({ step }) => step === 'meeting')
  const { applicants, passed } = held?.facts ?? {}
  const reaches = await reachOf(ctx, 'lists.import')
  const imports = (officeId: string) => cycle.withdrawnOn === null && reaches(officeId)
  return {
    cycle,
    lists,
    counts: await countsOfCycle(read, cycleId),
    meeting: typeof applicants === 'number' && typeof passed === 'number' ? { applicants, passed } : null,
    evidence: await evidenceOfCycle(read, cycleId),
    confirmations: await confirmationCounts(read, cycleId),
    next:
      (await stationsOf(read, cycleId, ctx.today())).find(
        ({ state }) => state === 'open' || state === 'late',
      ) ?? null,
    mayImport: imports(cycle.officeId),
    mayDecide: cycle.route === 'assessment' && imports(cycle.filingAuthorityId),
  }
}

// Who convenes it and who takes its filings both look.
async function seenAt(
  ctx: Context,
  { officeId, filingAuthorityId }: { readonly officeId: string; readonly filingAuthorityId: string },
): Promise<string> {
  return (await reachOf(ctx, 'lists.see'))(officeId) ? officeId : filingAuthorityId
}

const tooLarge = (): never => {
  throw evidenceTooLarge(MOST_EVIDENCE_BYTES)
}

async function contentOf({ file, digest }: Readonly<Record<string, unknown>>): Promise<PaperContent> {
  if (file instanceof File && file.size > 0)
    return { bytes: new Uint8Array(await file.arrayBuffer()), mediaType: file.type }
  const text = typeof digest === 'string' ? digest.trim().toLowerCase() : ''
  if (!/^[0-9a-f]{64}$/.test(text)) throw badEvidence('请选择文件，或填写文件的 SHA-256')
  return { digest: fromHex(text) }
}
