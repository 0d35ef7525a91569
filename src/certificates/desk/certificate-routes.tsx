import { Hono, type Context as Request } from 'hono'
import { isDay } from '../../calendar/day.ts'
import type { Returned } from '../../web/desk-form.tsx'
import { officesFor } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import { LEVEL_CODES } from '../../titles/level.ts'
import { ROUTES } from '../../titles/route.ts'
import { parseScope } from '../../titles/validity-scope.ts'
import type { Desk } from '../../web/desk-page.tsx'
import type { Corrections } from '../changes/correct.ts'
import { findCertificateAtDesk, type CertificateAtDesk } from './find-at-desk.ts'
import { nextState, STATUS_ACTS, type LifeAct } from '../life-cycle.ts'
import { findCertificates } from '../reading/list-certificates.ts'
import { planBulk } from '../changes/plan-bulk.ts'
import { listPlans } from './plans-at-desk.ts'
import { proposeChange, type Proposed } from '../changes/propose-change.ts'
import { proposeReplacement } from '../changes/propose-replacement.ts'
import { readCertificate } from '../reading/read-certificate.ts'
import { badCorrection, badDecision } from '../refusals.ts'
import { takeFile } from '../files/take-file.ts'
import { certificatePage, type CertificateView } from './certificate-page.tsx'
import { CORRECT, REISSUE } from './change-forms.tsx'
import { acting, decisionOf, photoForm, smallForm, taken } from './forms.tsx'
import { CURRENT, type Typed } from './frame.tsx'
import { PLANS } from './plan-page.tsx'
import { mayChange } from './plan-routes.tsx'
import { searchPage } from './search-page.tsx'

const MOST_PLANS = 50
const ONE = `${CURRENT}/:id`

/** Certificates looked up, one opened, and what may be proposed for it. What names a person is answered to posts only. */
export function certificatePages({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const closed = async (c: Request<Env>, typed?: Typed, returned?: Returned) =>
    certificatePage(await frame(c), await viewOf(c.var.ctx, idOf(c), false), typed, returned)
  const opened = async (c: Request<Env>, ctx: Context, typed: Typed, returned?: Returned) =>
    certificatePage(await frame(c), await viewOf(ctx, idOf(c), true), typed, returned)
  /** A proposal leads to its own page; one that is refused, back to the opened certificate. */
  const propose = (
    c: Request<Env>,
    act: (of: { ctx: Context; typed: Typed; photo: File | null; at: CertificateAtDesk }) => Promise<Proposed>,
  ) =>
    taken(
      c,
      async ({ ctx, ...form }) => {
        const at = await findCertificateAtDesk(ctx, ctx.database.read, idOf(c))
        const { planId } = await act({ ctx, ...form, at })
        return c.redirect(`${PLANS}/${planId}`, 303)
      },
      (returned) => opened(c, acting(c.var.ctx, returned.typed), returned.typed, returned),
    )

  return (
    new Hono<Env>()
      .post(`${CURRENT}/search`, smallForm, (c) =>
        taken(
          c,
          async ({ ctx, typed }) => c.html(searchPage(await frame(c), await search(ctx, typed), typed)),
          async (returned) => searchPage(await frame(c), null, {}, returned),
        ),
      )
      // It answered a form; a browser that opens its tabs again asks by address.
      .get(`${CURRENT}/search`, (c) => c.redirect(CURRENT, 303))
      .get(ONE, async (c) => c.html(await closed(c)))
      .post(ONE, smallForm, (c) =>
        taken(
          c,
          async ({ ctx, typed }) => c.html(await opened(c, ctx, { purpose: typed.purpose ?? '' })),
          (returned) => closed(c, returned.typed, returned),
        ),
      )
      .post(`${ONE}/file`, smallForm, (c) =>
        taken(
          c,
          async ({ ctx }) => {
            const { number, bytes } = await takeFile(ctx, idOf(c))
            return c.body(new Uint8Array(bytes), 200, {
              'Content-Type': 'application/pdf',
              'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(number)}.pdf`,
            })
          },
          (returned) => closed(c, returned.typed, returned),
        ),
      )
      .post(`${ONE}/changes`, smallForm, (c) =>
        propose(c, async ({ ctx, typed, at }) => {
          const act = STATUS_ACTS.find((each) => each === typed.act)
          if (!act) throw badDecision('办理事项', '没有选择')
          const { authorityId, number } = at
          const scope = { kind: 'certificate', number } as const
          const asked = { authorityId, scope, act, ...decisionOf(typed) }
          const { digest } = await planBulk(ctx, asked)
          return proposeChange(ctx, { ...asked, digest })
        }),
      )
      .post(`${ONE}/correction`, smallForm, (c) =>
        propose(c, ({ ctx, typed, at }) =>
          proposeReplacement(ctx, {
            act: 'correct',
            number: at.number,
            corrections: correctionsOf(typed),
            ...decisionOf(typed, CORRECT),
          }),
        ),
      )
      .post(`${ONE}/reissue`, photoForm, (c) =>
        propose(c, async ({ ctx, typed, photo, at }) =>
          proposeReplacement(ctx, {
            act: 'reissue',
            number: at.number,
            renewal: {
              ...(photo && { photo: new Uint8Array(await photo.arrayBuffer()) }),
              ...(typed.idNumber && { idNumber: typed.idNumber }),
            },
            ...decisionOf(typed, REISSUE),
          }),
        ),
      )
  )
}

const idOf = (c: Request<Env>): string => c.req.param('id') ?? ''

const search = (ctx: Context, { number, name, document }: Typed) =>
  findCertificates(ctx, number ? { number } : { name: name || undefined, document: document || undefined })

async function viewOf(ctx: Context, id: string, isOpen: boolean): Promise<CertificateView> {
  const { read } = ctx.database
  const certificate = await findCertificateAtDesk(ctx, read, id)
  const { authorityId, number, changes, newer, hasFile } = certificate
  const history = isOpen ? await readCertificate(ctx, number) : null
  const { items: plans } = await listPlans(ctx, read, { number, limit: MOST_PLANS })
  const issuing = await officesFor(ctx, read, 'certificates.issue')
  const isChanger = newer === null && (await mayChange(ctx, authorityId))
  return {
    certificate,
    plans,
    opened: history && {
      record: history.record,
      grounds: history.changes.map(({ ground }) => ground),
    },
    acts: isChanger ? ACTS.filter((act) => nextState(changes, act) !== null) : [],
    mayTakeFile: hasFile || issuing === 'all' || issuing.includes(authorityId),
  }
}

const ACTS: readonly LifeAct[] = [...STATUS_ACTS, 'correct', 'reissue']

/** The fields that were filled in; the others stay as they are. */
function correctionsOf(typed: Typed): Corrections {
  const of = (member: keyof Corrections): string => typed[CORRECT + member] ?? ''
  const corrections: { -readonly [K in keyof Corrections]: Corrections[K] } = {}
  for (const member of ['name', 'title', 'series', 'specialty'] as const)
    if (of(member) !== '') corrections[member] = of(member)
  if (of('level') !== '') corrections.level = LEVEL_CODES.find((code) => code === of('level')) ?? bad('level')
  if (of('route') !== '') corrections.route = ROUTES.find((route) => route === of('route')) ?? bad('route')
  if (of('obtainedOn') !== '')
    corrections.obtainedOn = isDay(of('obtainedOn')) ? of('obtainedOn') : bad('obtainedOn')
  if (of('committee') !== '') corrections.committee = of('committee') === '无' ? null : of('committee')
  if (of('scope') !== '') corrections.scope = parseScope(of('scope')) ?? bad('scope')
  return corrections
}

function bad(member: keyof Corrections): never {
  throw badCorrection(member)
}
