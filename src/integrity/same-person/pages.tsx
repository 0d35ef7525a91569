import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere, officesFor, reachOf } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import { ID_DOCUMENT_TYPES, type IdDocumentType } from '../../people/id-document.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { badRecord } from '../records/refusals.ts'
import { carryOutJoin } from './carry-out-join.ts'
import { joinPage, joinsPage, JOINS_PATH, newJoinPage } from './join-pages.tsx'
import { proposeJoin, type JoinedPerson } from './propose-join.ts'
import { listJoins, readJoin } from './read-joins.ts'

const ONE = `${JOINS_PATH}/:proposalId`

/** The desk for people with two numbers: for who proposes, the reviewer who agrees, the supervisor who looks on. */
export function joinDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const opened = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const join = await readJoin(ctx, c.req.param('proposalId') ?? '')
    const mayJoin = (await reachOf(ctx, 'persons.join'))(join.officeId)
    return joinPage(await frame(c), { join, mayJoin, returned })
  }
  const fresh = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const reaches = await reachOf(ctx, 'persons.join')
    const all = await listAuthorities(ctx.database.read)
    const offices = all.filter(({ id, kind }) => reaches(id) && kind !== 'employer')
    return newJoinPage(await frame(c), { offices, returned })
  }
  const act = async (
    c: Request<Env>,
    page: (c: Request<Env>, returned: Returned) => Promise<string>,
    doIt: (text: (field: string) => string) => Promise<string>,
  ) => {
    const form = await postedForm(c)
    const typed = Object.fromEntries(
      Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    try {
      return c.redirect(`${JOINS_PATH}/${await doIt((field) => typed[field] ?? '')}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
      return c.html(await page(c, { message: error.message, typed }), statusOf(error))
    }
  }
  return new Hono<Env>()
    .get(JOINS_PATH, async (c) => {
      const { ctx } = c.var
      const joins = await listJoins(ctx)
      const mayJoin = (await officesFor(ctx, ctx.database.read, 'persons.join')).length > 0
      return c.html(joinsPage(await frame(c), { joins, mayJoin }))
    })
    .get(`${JOINS_PATH}/new`, async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'persons.join')
      return c.html(await fresh(c, null))
    })
    .post(JOINS_PATH, (c) =>
      act(c, fresh, async (text) => {
        const { proposalId } = await proposeJoin(c.var.ctx, {
          act: text('act') === 'part' ? 'part' : 'merge',
          officeId: text('officeId'),
          people: [personIn(text, 'one'), personIn(text, 'other')],
          ground: text('ground'),
        })
        return proposalId
      }),
    )
    .get(ONE, async (c) => c.html(await opened(c, null)))
    .post(`${ONE}/force`, (c) =>
      act(c, opened, async () => {
        const proposalId = c.req.param('proposalId') ?? ''
        await carryOutJoin(c.var.ctx, proposalId)
        return proposalId
      }),
    )
}

function personIn(text: (field: string) => string, which: 'one' | 'other'): JoinedPerson {
  const idType = ID_DOCUMENT_TYPES.find((type: IdDocumentType) => type === text(`${which}Type`))
  if (idType === undefined) throw badRecord('证件类型', '请从所列的选项中选择')
  return { name: text(`${which}Name`), idType, idNumber: text(`${which}Number`) }
}
