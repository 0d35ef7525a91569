import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { authoriseSomewhere, officesFor, reachOf } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { purposeFault } from '../../trail/purpose.ts'
import { drawPaper } from '../../rendering/paper.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { approvalOf } from './approval-of.ts'
import { archivePage, INTEGRITY_PATH, newRecordPage } from './archive-page.tsx'
import { correctRecord, reverseRecord } from './change-record.ts'
import { enterRecord } from './enter-record.ts'
import {
  levelIn,
  noteIn,
  recordIn,
  reversalIn,
  ruleIn,
  searchIn,
  subjectIn,
  type Words,
} from './form-input.ts'
import { isRecipient, letterOf, letterParts, type Letter } from './letter.ts'
import { letterPage } from './letter-page.tsx'
import { listRecords, recordFigures } from './list-records.ts'
import { noteOnRecord } from './note.ts'
import { putInForce } from './put-in-force.ts'
import { readEvidence, readRecord } from './read-record.ts'
import { recordPage } from './record-page.tsx'
import { searchForm, type Searched } from './search-form.tsx'
import { searchRecords } from './search-records.ts'
import { badSearch, noLetter, tooMuchEvidence } from './refusals.ts'
import { MOST_EVIDENCE_BYTES, type NewEvidence } from './store-version.ts'
import { submitRecord } from './submit-record.ts'
import { policiesFor } from './term-rule.ts'

const ONE = `${INTEGRITY_PATH}/:recordId`
const withPapers = bodyLimit({
  maxSize: MOST_EVIDENCE_BYTES + 1_048_576,
  onError: () => {
    throw tooMuchEvidence(MOST_EVIDENCE_BYTES)
  },
})

/** The archive's desk: for the officer who enters, the reviewers who approve, the supervisor who looks on. */
export function integrityDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const opened = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const record = await readRecord(ctx, c.req.param('recordId') ?? '')
    const mayEnter = (await reachOf(ctx, 'integrity.enter'))(record.record.officeId)
    const approval = await approvalOf(ctx.database.read, record.newest)
    return recordPage(await frame(c), {
      opened: record,
      mayEnter,
      approval,
      returned,
      today: ctx.today(),
    })
  }
  const archive = async (c: Request<Env>, searched: Searched | null) => {
    const { ctx } = c.var
    const [records, figures] = [await listRecords(ctx), await recordFigures(ctx)]
    const mayEnter = (await officesFor(ctx, ctx.database.read, 'integrity.enter')).length > 0
    const reaches = await reachOf(ctx, 'integrity.see')
    const offices = (await listAuthorities(ctx.database.read)).filter(
      ({ id, kind }) => reaches(id) && kind !== 'employer',
    )
    const search = searchForm({ offices, searched })
    return archivePage(await frame(c), { records, figures, mayEnter, search })
  }
  const fresh = async (c: Request<Env>, returned: Returned | null) =>
    newRecordPage(await frame(c), { ...(await choices(c.var.ctx)), returned })
  /** What is wrong with a form comes back in the form; everything else is the door's to show. */
  const act = async (
    c: Request<Env>,
    page: (c: Request<Env>, returned: Returned) => Promise<string>,
    doIt: (form: Posted) => Promise<string>,
  ) => {
    const form = await read(c)
    try {
      return c.redirect(await doIt(form), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await page(c, { message: error.message, typed: form.typed }), statusOf(error))
    }
  }
  const actOnOne = (c: Request<Env>, doIt: (recordId: string, form: Posted) => Promise<unknown>) =>
    act(c, opened, async (form) => {
      const recordId = c.req.param('recordId') ?? ''
      await doIt(recordId, form)
      return `${INTEGRITY_PATH}/${recordId}`
    })

  return new Hono<Env>()
    .get(INTEGRITY_PATH, async (c) => c.html(await archive(c, null)))
    .post(`${INTEGRITY_PATH}/search`, async (c) => {
      const { text, typed } = await read(c)
      try {
        const hits = await searchRecords(acting(c.var.ctx, text('purpose')), searchIn(text))
        return c.html(await archive(c, { typed, hits, refusal: null }))
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
        return c.html(await archive(c, { typed, hits: null, refusal: error.message }), statusOf(error))
      }
    })
    .get(`${INTEGRITY_PATH}/new`, async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'integrity.enter')
      return c.html(await fresh(c, null))
    })
    .post(INTEGRITY_PATH, withPapers, (c) =>
      act(c, fresh, async ({ text, evidence }) => {
        const { recordId } = await enterRecord(c.var.ctx, {
          ...recordIn(text),
          officeId: text('officeId'),
          place: text('place'),
          level: levelIn(text),
          subject: subjectIn(text),
          rule: ruleIn(text),
          evidence,
        })
        return `${INTEGRITY_PATH}/${recordId}`
      }),
    )
    .get(`${INTEGRITY_PATH}/evidence/:evidenceId`, async (c) => {
      const { bytes, mediaType } = await readEvidence(c.var.ctx, c.req.param('evidenceId'))
      return c.body(new Uint8Array(bytes), 200, {
        'Content-Type': mediaType,
        'Content-Disposition': 'attachment',
      })
    })
    .get(ONE, async (c) => c.html(await opened(c, null)))
    .post(`${ONE}/corrections`, withPapers, (c) =>
      actOnOne(c, (recordId, { text, evidence }) =>
        correctRecord(c.var.ctx, {
          ...recordIn(text),
          recordId,
          rule: ruleIn(text),
          reason: text('reason'),
          evidence,
        }),
      ),
    )
    .post(`${ONE}/reversals`, (c) =>
      actOnOne(c, (recordId, { text }) => reverseRecord(c.var.ctx, reversalIn(text, recordId))),
    )
    .post(`${ONE}/submission`, (c) => actOnOne(c, (recordId) => submitRecord(c.var.ctx, recordId)))
    .post(`${ONE}/force`, (c) => actOnOne(c, (recordId) => putInForce(c.var.ctx, recordId)))
    .post(`${ONE}/notes`, (c) =>
      actOnOne(c, (recordId, { text }) => noteOnRecord(c.var.ctx, noteIn(text, recordId))),
    )
    .get(`${ONE}/letters/:recipient`, async (c) =>
      c.html(letterPage(await frame(c), await letterAsked(c), c.req.param('recordId'))),
    )
    .get(`${ONE}/letters/:recipient/pdf`, async (c) => {
      const letter = await letterAsked(c)
      const { title, office } = letter
      const bytes = drawPaper({ title, author: office, instant: c.var.ctx.now(), parts: letterParts(letter) })
      return c.body(new Uint8Array(bytes), 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(title)}.pdf`,
      })
    })
}

/** The purpose typed into the form stands beside the search in the trail. */
function acting(ctx: Context, typed: string): Context {
  const purpose = typed.trim()
  if (purpose === '') return ctx
  const fault = purposeFault(purpose)
  if (fault !== null) throw badSearch('查询事由', fault)
  return { ...ctx, actor: { ...ctx.actor, purpose } }
}

async function letterAsked(c: Request<Env>): Promise<Letter> {
  const recipient = c.req.param('recipient') ?? ''
  const opened = await readRecord(c.var.ctx, c.req.param('recordId') ?? '')
  const letter = isRecipient(recipient) ? letterOf(opened, recipient) : null
  if (letter === null) throw noLetter()
  return letter
}

/** What the form for a new record offers. */
async function choices(ctx: Context) {
  const reaches = await reachOf(ctx, 'integrity.enter')
  const sees = await reachOf(ctx, 'offices.see')
  const all = await listAuthorities(ctx.database.read)
  const offices = all.filter(
    ({ id, kind }) => reaches(id) && kind !== 'employer' && kind !== 'convening-body',
  )
  const policies = new Map(offices.flatMap((office) => policiesFor(office).map((each) => [each.id, each])))
  return {
    offices,
    policies: [...policies.values()],
    subjects: all.filter(({ id, kind }) => sees(id) && /employer|convening-body/.test(kind)),
  }
}

interface Posted {
  readonly text: Words
  readonly typed: Readonly<Record<string, string>>
  readonly evidence: readonly NewEvidence[]
}

async function read(c: Request<Env>): Promise<Posted> {
  const body = await postedForm(c)
  const typed: Record<string, string> = {}
  const evidence: NewEvidence[] = []
  for (const [name, value] of Object.entries(body))
    if (typeof value === 'string') typed[name] = value
    else if (value instanceof File && value.size > 0)
      evidence.push({
        name: value.name,
        bytes: new Uint8Array(await value.arrayBuffer()),
        mediaType: value.type,
      })
  return { typed, evidence, text: (name) => typed[name] ?? '' }
}
