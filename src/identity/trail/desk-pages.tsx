import { inArray } from 'drizzle-orm'
import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { purposeFault } from '../../trail/purpose.ts'
import { badPurpose, badSearch } from '../../trail/refusals.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { authoriseSomewhere } from '../authorise.ts'
import { seenAuthorities } from '../find-authority.ts'
import { accounts } from '../sign-in/schema.ts'
import { searchTrail, type FoundRecords, type PersonOfCertificate, type TrailSearch } from './search-trail.ts'
import { trailPage, type TrailForm } from './trail-page.tsx'

const MAX_FORM_BYTES = 16_384
const OFFICES_TO_CHOOSE = 500
const RECORDS_A_PAGE = 50

/** `/desk/trail`: the supervisor's search. By POST: whom somebody asks about never stands in an address. */
export const trailDesk =
  (personOfCertificate: PersonOfCertificate) =>
  ({ site, viewer }: Desk): Hono<Env> => {
    const page = async (c: Request<Env>, form: TrailForm, found: FoundRecords | null, error?: Refusal) => {
      const { ctx } = c.var
      return trailPage({
        site,
        viewer: await viewer(ctx),
        form,
        found,
        error: error ?? null,
        offices: await seenAuthorities(ctx, { limit: OFFICES_TO_CHOOSE }),
        logins: await loginsIn(ctx, found),
      })
    }
    return new Hono<Env>()
      .get('/desk/trail', async (c) => {
        await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'trail.search')
        return c.html(await page(c, {}, null))
      })
      .post('/desk/trail', smallForm, async (c) => {
        const form = textsOf(await postedForm(c))
        try {
          const found = await searchTrail(acting(c.var.ctx, form), searchOf(form), personOfCertificate)
          return c.html(await page(c, form, found))
        } catch (error) {
          // What was typed comes back to be mended.
          if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
          return c.html(await page(c, form, null, error), statusOf(error))
        }
      })
  }

const smallForm = bodyLimit({
  maxSize: MAX_FORM_BYTES,
  onError: () => {
    throw badSearch('form', '内容太长')
  },
})

/** What was filled in; files and what is left empty count as nothing. */
function textsOf(body: Record<string, unknown>): TrailForm {
  const texts = Object.entries(body).filter(
    (each): each is [string, string] => typeof each[1] === 'string' && each[1].trim() !== '',
  )
  return Object.fromEntries(texts.map(([name, text]) => [name, text.trim()]))
}

/** The purpose typed into the form stands beside the search in the trail. */
function acting(ctx: Context, { purpose }: TrailForm): Context {
  if (purpose === undefined) return ctx
  const fault = purposeFault(purpose)
  if (fault !== null) throw badPurpose(fault)
  return { ...ctx, actor: { ...ctx.actor, purpose } }
}

function searchOf(form: TrailForm): TrailSearch {
  const { name, idNumber, outcome } = form
  if ((name === undefined) !== (idNumber === undefined))
    throw badSearch(name === undefined ? 'name' : 'idNumber', '按人查询须同时填写姓名和证件号码')
  return {
    actor: form.actor,
    officeId: form.officeId,
    act: form.act,
    about: form.about,
    outcome: outcome === 'done' || outcome === 'refused' ? outcome : undefined,
    from: form.from,
    through: form.through,
    certificateNumber: form.certificateNumber,
    person: name !== undefined && idNumber !== undefined ? { name, idNumber } : undefined,
    after: form.after,
    limit: RECORDS_A_PAGE,
  }
}

/** Logins by account, as colleagues know one another; a name would be one more look at a person. */
async function loginsIn(ctx: Context, found: FoundRecords | null): Promise<ReadonlyMap<string, string>> {
  const actors = new Set((found?.items ?? []).map(({ actor }) => actor))
  const ids = [...actors].filter((actor) => actor.startsWith('account:')).map((actor) => actor.slice(8))
  if (ids.length === 0) return new Map()
  const rows = await ctx.database.read
    .select({ id: accounts.id, login: accounts.login })
    .from(accounts)
    .where(inArray(accounts.id, ids))
  return new Map(rows.map(({ id, login }) => [`account:${id}`, login]))
}
