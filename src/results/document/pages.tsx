import { createHash } from 'node:crypto'
import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { defectLine } from '../lists/commands.ts'
import { uploadTooLarge } from '../lists/refusals.ts'
import type { Difference } from './compare-persons.ts'
import { confirmResults } from './confirm-results.ts'
import { differenceLine } from './difference-line.ts'
import { enteredPersons } from './entered-persons.ts'
import { issueDocument } from './issue-document.ts'
import { paperPage, type PaperReturned } from './paper-page.tsx'
import { printOpinions } from './print-opinions.ts'
import { registerDocument } from './register-document.ts'
import { takeDocument } from './take-document.ts'
import { viewOfPaper } from './view-of-paper.ts'

const LIST = '/desk/lists/:listId'
const MAX_UPLOAD = 33 * 1_048_576
const MOST_LINES = 500

/** Where a list's result is confirmed and its documents are issued or registered. */
export function documentDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: PaperReturned | null) =>
    paperPage(
      { site, viewer: await viewer(c.var.ctx) },
      await viewOfPaper(c.var.ctx, c.req.param('listId') ?? ''),
      returned,
    )
  // What is wrong with a form comes back in the form, with a line for every difference.
  const form = async (c: Request<Env>, act: (listId: string, form: Form) => Promise<unknown>) => {
    const listId = c.req.param('listId') ?? ''
    const posted = await readForm(c)
    try {
      await act(listId, posted)
      return c.redirect(`/desk/lists/${listId}/paper`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      const returned = { message: error.message, typed: posted.typed, lines: linesOf(error) }
      return c.html(await page(c, returned), statusOf(error))
    }
  }
  const pdf = (c: Request<Env>, name: string, bytes: Uint8Array) =>
    c.body(new Uint8Array(bytes), 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}.pdf`,
      'Cache-Control': 'no-store',
    })

  return new Hono<Env>()
    .get(`${LIST}/paper`, async (c) => c.html(await page(c, null)))
    .post(`${LIST}/confirmations`, (c) =>
      form(c, (listId, { typed }) =>
        confirmResults(c.var.ctx, { listId, officeId: typed.officeId || undefined }),
      ),
    )
    .post(`${LIST}/documents`, (c) =>
      form(c, (listId, { typed }) =>
        issueDocument(c.var.ctx, {
          listId,
          documentNumber: typed.documentNumber ?? '',
          replaces: typed.replaces || undefined,
        }),
      ),
    )
    .post(`${LIST}/documents/elsewhere`, bodyLimit({ maxSize: MAX_UPLOAD, onError: tooLarge }), (c) =>
      form(c, (listId, { typed, files }) =>
        registerDocument(c.var.ctx, {
          listId,
          documentNumber: typed.number ?? '',
          issuedOn: typed.issuedOn?.trim() ?? '',
          issuer: typed.issuer,
          persons: files.persons ?? enteredPersons(typed.entered ?? ''),
          fileDigest: files.file && new Uint8Array(createHash('sha256').update(files.file).digest()),
          replaces: typed.replaces || undefined,
        }),
      ),
    )
    .post(`${LIST}/documents/:documentId/file`, async (c) => {
      const { number, bytes } = await takeDocument(c.var.ctx, c.req.param('documentId'))
      return pdf(c, number, bytes)
    })
    .post(`${LIST}/documents/:documentId/opinions`, async (c) => {
      const { number, bytes } = await printOpinions(c.var.ctx, { document: c.req.param('documentId') })
      return pdf(c, `${number}评审结果确认意见`, bytes)
    })
}

interface Form {
  readonly typed: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, Uint8Array>>
}

async function readForm(c: Request): Promise<Form> {
  const typed: Record<string, string> = {}
  const files: Record<string, Uint8Array> = {}
  for (const [name, value] of Object.entries(await postedForm(c)))
    if (typeof value === 'string') typed[name] = value
    else if (value instanceof File && value.size > 0) files[name] = new Uint8Array(await value.arrayBuffer())
  return { typed, files }
}

function linesOf({ code, facts }: Refusal): readonly string[] {
  if (code === 'results/document-differs')
    return (facts.differences as readonly Difference[]).slice(0, MOST_LINES).map(differenceLine)
  if (code === 'results/list-has-defects')
    return (facts.defects as readonly Defect[]).slice(0, MOST_LINES).map(defectLine)
  return []
}

const tooLarge = (): never => {
  throw uploadTooLarge()
}
