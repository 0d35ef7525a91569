import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Context, Env } from '../platform/context.ts'
import { statusOf } from '../platform/problem.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Desk } from '../web/desk-page.tsx'
import { postedForm } from '../web/posted-form.ts'
import { mayStandUnder, type Authority, type AuthorityKind } from './authority.ts'
import { authorise, reachOf } from './authorise.ts'
import { changeAuthority } from './change-authority.ts'
import type { Frame, Returned } from '../web/desk-form.tsx'
import { newOfficePage } from './desk/new-office-page.tsx'
import { officePage, powerPage, type OfficeView } from './desk/office-page.tsx'
import { officesPage } from './desk/offices-page.tsx'
import { officePeoplePage, peoplePage, type PeopleView } from './desk/people-page.tsx'
import { rolesPage } from './desk/roles-page.tsx'
import {
  authorityById,
  findAuthority,
  officesAbove,
  seenAuthorities,
  seenAuthority,
} from './find-authority.ts'
import { holdersAt } from './find-grants.ts'
import { officeOfPower, powersOf } from './find-powers.ts'
import { grantPower, withdrawPower } from './grant-power.ts'
import { grantRole } from './grant-role.ts'
import { POWER_LEVELS, type Power } from './power.ts'
import { powerNotFound } from './refusals.ts'
import { registerAuthority } from './register-authority.ts'
import type { Role } from './role.ts'
import { moveAccount, renameAccount } from './sign-in/change-account.ts'
import { listAccounts } from './sign-in/list-accounts.ts'
import { openAccount } from './sign-in/open-account.ts'
import { secretPage } from './sign-in/recoveries-page.tsx'
import { formToken, toldTwice } from './sign-in/told-twice.ts'
import { withdrawRole } from './withdraw-role.ts'

const A_PAGE = 500
const PEOPLE_A_PAGE = 100
const limited = bodyLimit({ maxSize: 65_536 })

type Texts = Readonly<Record<string, string>>

/** Offices and their powers; people and their roles. */
export function officeDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
  // What is wrong with a form comes back in the form; anything else is the app's to show.
  const form = async (
    c: Request<Env>,
    act: (typed: Texts) => Promise<Response>,
    again: (returned: Returned) => Promise<string>,
  ): Promise<Response> => {
    const typed = await textsOf(c)
    try {
      return await act(typed)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await again({ message: error.message, typed }), statusOf(error))
    }
  }
  const office = async (c: Request<Env>, returned: Returned | null) =>
    officePage(await frame(c), await officeView(c.var.ctx, idOf(c)), returned)
  const people = async (c: Request<Env>, returned: Returned | null) =>
    officePeoplePage(await frame(c), await peopleView(c.var.ctx, idOf(c)), returned)
  const entering = async (c: Request<Env>, returned: Returned | null) =>
    newOfficePage(await frame(c), await seenAuthority(c.var.ctx, idOf(c)), returned)
  const officeForm = (c: Request<Env>, act: (typed: Texts) => Promise<unknown>) =>
    form(
      c,
      async (typed) => {
        await act(typed)
        return c.redirect(`/desk/offices/${idOf(c)}`, 303)
      },
      (returned) => office(c, returned),
    )
  const peopleForm = (c: Request<Env>, act: (typed: Texts) => Promise<Response>) =>
    form(c, act, (returned) => people(c, returned))
  const toPeople = (c: Request<Env>) => c.redirect(`/desk/offices/${idOf(c)}/people`, 303)

  return new Hono<Env>()
    .get('/desk/roles', async (c) => c.html(rolesPage(await frame(c))))
    .get('/desk/people', async (c) => {
      const paging = { after: c.req.query('after'), limit: PEOPLE_A_PAGE }
      return c.html(peoplePage(await frame(c), await listAccounts(c.var.ctx, paging)))
    })
    .get('/desk/offices', async (c) => {
      const paging = { after: c.req.query('after'), limit: A_PAGE + 1 }
      const offices = await seenAuthorities(c.var.ctx, paging)
      const shown = offices.slice(0, A_PAGE)
      const next = offices.length > A_PAGE ? (shown.at(-1)?.creditCode ?? null) : null
      return c.html(officesPage(await frame(c), { offices: shown, next }))
    })
    .get('/desk/offices/:id', async (c) => c.html(await office(c, null)))
    .get('/desk/offices/:id/new', async (c) => {
      const page = await entering(c, null)
      await authorise(c.var.ctx, c.var.ctx.database.read, 'offices.manage', idOf(c))
      return c.html(page)
    })
    .post('/desk/offices/:id/new', limited, (c) =>
      form(
        c,
        async (typed) => {
          const { id } = await registerAuthority(c.var.ctx, newOfficeOf(idOf(c), typed))
          return c.redirect(`/desk/offices/${id}`, 303)
        },
        (returned) => entering(c, returned),
      ),
    )
    .post('/desk/offices/:id/changes', limited, (c) =>
      officeForm(c, (typed) => changeAuthority(c.var.ctx, changeOf(idOf(c), typed))),
    )
    .post('/desk/offices/:id/closing', limited, (c) =>
      officeForm(c, (typed) =>
        changeAuthority(c.var.ctx, {
          authorityId: idOf(c),
          close: true,
          ground: typed['close-ground'] ?? '',
        }),
      ),
    )
    .post('/desk/offices/:id/powers', limited, (c) =>
      officeForm(c, (typed) => grantPower(c.var.ctx, powerOf(idOf(c), typed))),
    )
    .get('/desk/powers/:id', async (c) => {
      const view = await powerView(c.var.ctx, idOf(c))
      if (!(await isDecidedBy(c.var.ctx, view.office.id))) throw powerNotFound()
      return c.html(powerPage(await frame(c), view))
    })
    .post('/desk/powers/:id/withdrawal', limited, async (c) => {
      const { office: of } = await powerView(c.var.ctx, idOf(c))
      await withdrawPower(c.var.ctx, { powerId: idOf(c), ground: (await textsOf(c)).ground ?? '' })
      return c.redirect(`/desk/offices/${of.id}`, 303)
    })
    .get('/desk/offices/:id/people', async (c) => c.html(await people(c, null)))
    .post('/desk/offices/:id/grants', limited, (c) =>
      peopleForm(c, async (typed) => {
        await grantRole(c.var.ctx, roleOf(idOf(c), typed))
        return toPeople(c)
      }),
    )
    .post('/desk/offices/:id/grants/withdrawal', limited, (c) =>
      peopleForm(c, async (typed) => {
        await withdrawRole(c.var.ctx, roleOf(idOf(c), typed))
        return toPeople(c)
      }),
    )
    .post('/desk/offices/:id/accounts/name', limited, (c) =>
      peopleForm(c, async ({ account = '', 'new-name': name = '' }) => {
        await renameAccount(c.var.ctx, { accountId: account, name })
        return toPeople(c)
      }),
    )
    .post('/desk/offices/:id/accounts/office', limited, (c) =>
      peopleForm(c, async ({ moved = '', to = '' }) => {
        await moveAccount(c.var.ctx, { accountId: moved, officeId: to })
        return c.redirect(`/desk/offices/${to}/people`, 303)
      }),
    )
    .post('/desk/offices/:id/accounts', limited, (c) =>
      peopleForm(c, async ({ login = '', name = '', idType = '', idNumber = '', once = '' }) => {
        const input = { login, name, idType, idNumber, officeId: idOf(c) }
        const form = { once, name: 'account', asked: JSON.stringify(input) }
        const secret = await toldTwice(c.var.ctx, form, (ctx) => openAccount(ctx, input))
        return c.html(secretPage(await frame(c), secret))
      }),
    )
}

const idOf = (c: Request<Env>): string => c.req.param('id') ?? ''

/** The posted form's texts; files and repeated fields are none. */
async function textsOf(c: Request<Env>): Promise<Texts> {
  const body = await postedForm(c)
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

const textOrNull = (text: string | undefined): string | null => (text?.trim() ? text.trim() : null)

const newOfficeOf = (parentId: string, typed: Texts) => ({
  parentId,
  kind: (typed.kind ?? '') as AuthorityKind,
  name: typed.name ?? '',
  creditCode: typed.creditCode ?? '',
  place: (typed.place ?? '').trim(),
  documentWord: textOrNull(typed.documentWord),
  numberPrefix: textOrNull(typed.numberPrefix),
  sealName: textOrNull(typed.sealName),
})

const changeOf = (authorityId: string, typed: Texts) => ({
  authorityId,
  name: typed.name ?? '',
  sealName: textOrNull(typed.sealName),
  documentWord: textOrNull(typed.documentWord),
  parentId: textOrNull(typed.parentId),
  ground: typed['change-ground'] ?? '',
})

const powerOf = (authorityId: string, typed: Texts) => ({
  authorityId,
  power: (typed.power ?? '') as Power,
  levels: Object.keys(POWER_LEVELS).filter((code) => typed[`level-${code}`] === 'on'),
  series: typed.series?.trim() ? typed.series.split(/[,，\s]+/).filter(Boolean) : null,
  fromYear: Number(typed.fromYear ?? ''),
  throughYear: typed.throughYear?.trim() ? Number(typed.throughYear) : null,
  ground: typed.ground ?? '',
})

const roleOf = (officeId: string, { grantee = '', role = '' }: Texts) => ({
  officeId,
  grantee,
  role: role as Role,
})

async function officeView(ctx: Context, id: string): Promise<OfficeView> {
  const { read } = ctx.database
  const office = await seenAuthority(ctx, id)
  const managed = await reachOf(ctx, 'offices.manage')
  const change = office.state === 'open' && managed(office.parentId ?? '')
  const parents = change
    ? (await seenAuthorities(ctx, { limit: A_PAGE })).filter((each) => mayBeAbove(each, office, managed))
    : []
  return {
    office,
    parent: office.parentId === null ? null : await findAuthority(read, office.parentId),
    powers: await powersOf(read, id),
    parents,
    may: {
      change,
      empower: office.state === 'open' && (await isDecidedBy(ctx, id)),
      register: office.state === 'open' && managed(id),
      people: (await reachOf(ctx, 'accounts.see'))(id),
    },
  }
}

const mayBeAbove = (each: Authority, office: Authority, managed: (id: string) => boolean): boolean =>
  each.id !== office.id &&
  each.state === 'open' &&
  managed(each.id) &&
  (each.id === office.parentId || mayStandUnder(office.kind, each.kind))

async function peopleView(ctx: Context, id: string): Promise<PeopleView> {
  const holders = await holdersAt(ctx, id)
  const office = await seenAuthority(ctx, id)
  const managed = await reachOf(ctx, 'accounts.manage')
  const offices = managed(id) ? await seenAuthorities(ctx, { limit: A_PAGE }) : []
  return {
    office,
    holders,
    mayManage: managed(id),
    once: formToken(ctx),
    moveTo: offices.filter((each) => each.id !== id && each.state === 'open' && managed(each.id)),
  }
}

async function powerView(ctx: Context, powerId: string) {
  const { read } = ctx.database
  const officeId = await officeOfPower(read, powerId)
  await authorise(ctx, read, 'offices.see', officeId, powerNotFound())
  const office = await authorityById(read, officeId)
  const power = (await powersOf(read, office.id)).find(({ id }) => id === powerId)
  if (!power) throw powerNotFound()
  return { office, power }
}

/** Powers are given and taken by who runs the top of the tree. */
const isDecidedBy = async (ctx: Context, officeId: string): Promise<boolean> =>
  (await reachOf(ctx, 'offices.manage'))((await officesAbove(ctx.database.read, officeId)).at(-1) ?? '')
