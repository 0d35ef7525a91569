import { Hono, type Context as Request } from 'hono'
import { officesFor, reachOf } from '../../identity/authorise.ts'
import type { Act } from '../../identity/act.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import { ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { listSuccessors } from '../../titles/issuer-successor.ts'
import type { Frame, Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { issuersPage, ISSUERS_PATH } from '../issuers/issuers-page.tsx'
import { issuersToMap } from '../issuers/issuers-to-map.ts'
import { nameSuccessor } from '../issuers/name-successor.ts'
import { COMPARED_FIELDS } from '../reconcile/compare-titles.ts'
import { badCorrection } from '../reconcile/refusals.ts'
import { applyCorrection } from './apply-correction.ts'
import { boundPersons } from './bound-persons.ts'
import { correctionPage } from './correction-page.tsx'
import { findCollected, readCollected } from './find-collected.ts'
import { listCorrections } from './list-corrections.ts'
import { listUnbound } from './list-unbound.ts'
import { proposeCorrection, type Corrected } from './propose-correction.ts'
import { proposePage } from './propose-page.tsx'
import { readCorrection } from './read-correction.ts'
import { correctionPath, findPage, TITLES_PATH } from './titles-page.tsx'
import { UNBOUND_PATH, unboundPage } from './unbound-page.tsx'

type Typed = Readonly<Record<string, string>>
const TITLE = `${TITLES_PATH}/:titleId`
const CORRECTION = correctionPath(':correctionId')

/** Accepted titles: correcting them and who answers for their issuers. */
export function correctionDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
  const may = async (c: Request<Env>, act: Act, officeId: string) => (await reachOf(c.var.ctx, act))(officeId)
  const title = async (c: Request<Env>, returned: Returned | null) => {
    const found = await readCollected(c.var.ctx, c.req.param('titleId') ?? '')
    const mayCorrect = await may(c, 'collection.enter', found.title.collectedById ?? '')
    const bound = (await boundPersons(c.var.ctx.database.read, [found.title.personId])).get(
      found.title.personId,
    )
    const number = bound === undefined ? 'none' : bound === found.title.personId ? 'own' : 'bound'
    return proposePage(await frame(c), { ...found, mayCorrect, number, returned })
  }
  const correction = async (c: Request<Env>, returned: Returned | null) => {
    const read = await readCorrection(c.var.ctx, c.req.param('correctionId') ?? '')
    const mayApply = await may(c, 'collection.enter', read.correction.officeId)
    return correctionPage(await frame(c), { ...read, mayApply, returned })
  }
  const issuers = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    return issuersPage(await frame(c), {
      unknown: await issuersToMap(ctx),
      successors: await listSuccessors(ctx.database.read),
      offices: await officesOf(ctx, 'collection.assign'),
      chosen: c.req.query('issuer'),
      returned,
    })
  }

  return new Hono<Env>()
    .get(TITLES_PATH, async (c) => {
      const open = await listCorrections(c.var.ctx)
      return c.html(findPage(await frame(c), { found: null, open }))
    })
    .post(TITLES_PATH, async (c) => {
      const { name = '', idNumber = '' } = await textsOf(c)
      const found = await findCollected(c.var.ctx, { name: name.trim(), idNumber: idNumber.trim() })
      return c.html(findPage(await frame(c), { found, open: [] }))
    })
    .get(UNBOUND_PATH, async (c) => {
      const after = c.req.query('after') ?? ''
      const found = await listUnbound(c.var.ctx, { after })
      return c.html(unboundPage(await frame(c), { ...found, isFirst: after === '' }))
    })
    .get(TITLE, async (c) => c.html(await title(c, null)))
    .post(TITLE, (c) =>
      form(
        c,
        async (typed) => {
          const { correctionId } = await proposeCorrection(c.var.ctx, {
            titleId: c.req.param('titleId') ?? '',
            corrected: correctedIn(typed),
            ground: typed.ground ?? '',
          })
          return correctionPath(correctionId)
        },
        (returned) => title(c, returned),
      ),
    )
    .get(CORRECTION, async (c) => c.html(await correction(c, null)))
    .post(CORRECTION, (c) =>
      form(
        c,
        async () => {
          const correctionId = c.req.param('correctionId') ?? ''
          await applyCorrection(c.var.ctx, { correctionId })
          return correctionPath(correctionId)
        },
        (returned) => correction(c, returned),
      ),
    )
    .get(ISSUERS_PATH, async (c) => c.html(await issuers(c, null)))
    .post(ISSUERS_PATH, (c) =>
      form(
        c,
        async ({ issuer = '', office = '', ground = '' }) => {
          await nameSuccessor(c.var.ctx, { issuer, successorId: office, ground })
          return ISSUERS_PATH
        },
        (returned) => issuers(c, returned),
      ),
    )
}

/** A form that was not taken comes back with why; everything else is the door's to show. */
async function form(
  c: Request<Env>,
  doIt: (typed: Typed) => Promise<string>,
  again: (returned: Returned) => Promise<string>,
) {
  const typed = await textsOf(c)
  try {
    return c.redirect(await doIt(typed), 303)
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
    return c.html(await again({ message: error.message, typed }), statusOf(error))
  }
}

function correctedIn(typed: Typed): Corrected {
  const { kind } = typed
  if (kind === 'take-back' || kind === 'unbind') return { kind }
  if (kind === 'bind') {
    const idType = ID_DOCUMENT_TYPES.find((type) => type === typed.idType)
    if (!idType) throw badCorrection('请选定证件类型')
    return { kind, idType, idNumber: typed.idNumber ?? '' }
  }
  const changes = COMPARED_FIELDS.flatMap((field) =>
    typed[field] === undefined ? [] : [[field, typed[field]] as const],
  )
  return { kind: 'change', changes: Object.fromEntries(changes) }
}

/** The open offices for which the viewer may do this. */
async function officesOf(ctx: Context, act: Act) {
  const offices = await officesFor(ctx, ctx.database.read, act)
  return (await listAuthorities(ctx.database.read)).filter(
    ({ id, state }) => state !== 'closed' && (offices === 'all' || offices.includes(id)),
  )
}

async function textsOf(c: Request<Env>): Promise<Typed> {
  const body = await postedForm(c)
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
