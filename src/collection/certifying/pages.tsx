import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere, officesFor } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Env } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { certifiableTitles } from './certifiable-titles.ts'
import { certifyingPage, CERTIFYING_PATH } from './certifying-page.tsx'
import { listAccepted } from './list-accepted.ts'

/** Accepted titles on their way to a certificate. */
export function certifyingDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const { read } = ctx.database
    await authoriseSomewhere(ctx, read, 'lists.import')
    const reach = await officesFor(ctx, read, 'lists.import')
    const offices = (await listAuthorities(read)).filter(
      ({ id, state, numberPrefix }) =>
        state !== 'closed' && numberPrefix !== null && (reach === 'all' || reach.includes(id)),
    )
    const asked = { office: c.req.query('office') ?? '', document: c.req.query('document') ?? '' }
    const mayLook =
      returned === null && asked.document !== '' && offices.some(({ id }) => id === asked.office)
    const looked = mayLook ? await lookAt(read, asked) : null
    return certifyingPage({ site, viewer: await viewer(ctx) }, { offices, looked, returned })
  }
  return new Hono<Env>()
    .get(CERTIFYING_PATH, async (c) => c.html(await page(c, null)))
    .post(CERTIFYING_PATH, async (c) => {
      const body = await postedForm(c)
      const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
      const typed = { office: text('office'), document: text('document') }
      try {
        const asked = { authorityId: typed.office, document: typed.document }
        return c.redirect(`/desk/lists/${(await listAccepted(c.var.ctx, asked)).listId}`, 303)
      } catch (error) {
        if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
        return c.html(await page(c, { message: error.message, typed }), statusOf(error))
      }
    })
}

async function lookAt(handle: Handle, asked: { readonly office: string; readonly document: string }) {
  const document = foldDocumentNumber(asked.document)
  const { titles, notNow } = await certifiableTitles(handle, { authorityId: asked.office, document })
  return { office: asked.office, document, titles: titles.length, notNow }
}
