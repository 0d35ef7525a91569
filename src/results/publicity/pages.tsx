import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono, type Context as Request } from 'hono'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { utf8 } from '../../signing/bytes.ts'
import { PRIVATE_PAGE } from '../../web/headers.ts'
import { refusalPage } from '../../web/refusal-page.tsx'
import type { Site } from '../../web/site.ts'
import { wantsHtml } from '../../web/wants-html.ts'
import { findPublication, isStillStanding, openPublications, type Publication } from './find-publication.ts'
import type { PublicContent, PublicRow } from './content.ts'
import { noticePage } from './notice-page.tsx'
import { indexPage, namesPage, NAMES_A_PAGE, noNamesPage } from './public-pages.tsx'
import { publicFrame, publicNames, type PublicFrame } from './read-public.ts'
import { noticePdf } from './notice-pdf.ts'
import { publicationNotFound } from './refusals.ts'
import { publicityState } from './state.ts'

const compress = promisify(gzip)
type Bytes = Uint8Array<ArrayBuffer>

/** A page of names drawn once: thousands of names are opened for it. */
interface DrawnPage {
  readonly plain: Bytes
  readonly gzip: Bytes
}

interface Kept {
  readonly publication: Publication
  readonly frame: PublicFrame
  readonly content: PublicContent
  readonly pages: Map<number, DrawnPage>
  readonly until: number
  /** Whoever asks while an answer is on its way shares it: a crowd costs the database one question at a time. */
  standing: Promise<boolean> | null
}

// So long a name may still be shown after its person was erased; whether the page is public is asked every time.
const KEPT_MS = 60_000
const MOST_KEPT = 8

/** What anybody may read: what is public now, each list for its days, and afterwards the proof that it was. */
export function publicityPages({ site }: { readonly site: Site }): Hono<Env> {
  const kept = new Map<string, Kept>()

  /** What was opened a moment ago, while nothing has changed about it. */
  async function known(ctx: Context, id: string): Promise<Kept | null> {
    const entry = kept.get(id)
    const now = ctx.now().getTime()
    if (!entry || entry.until <= now || entry.until > now + KEPT_MS) return null
    if (publicityState(entry.publication, ctx.today()).kind !== 'open') return null
    entry.standing ??= isStillStanding(ctx.database.read, entry.publication).finally(() => {
      entry.standing = null
    })
    return (await entry.standing) ? entry : null
  }

  async function opened(ctx: Context, publication: Publication): Promise<Kept> {
    const frame = await publicFrame(ctx.database.read, publication)
    const content = await publicNames(ctx, ctx.database.read, publication, frame)
    const until = ctx.now().getTime() + KEPT_MS
    const pages = new Map<number, DrawnPage>()
    const fresh: Kept = { publication, frame, content, pages, until, standing: null }
    kept.delete(publication.publicationId)
    kept.set(publication.publicationId, fresh)
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
    return fresh
  }

  async function drawn(from: Kept, page: number, pages: number): Promise<DrawnPage> {
    const before = from.pages.get(page)
    if (before) return before
    const { publication } = from
    const rows = from.content.rows.slice((page - 1) * NAMES_A_PAGE, page * NAMES_A_PAGE)
    const plain = bytesOf(namesPage(site, publication, from.frame, { rows, page, pages, search: '' }))
    const fresh = { plain, gzip: (await compress(plain)) as Bytes }
    from.pages.set(page, fresh)
    return fresh
  }

  /** The names and what is said around them; or, when there are none to show, the page that says so. */
  async function whileOpen(c: Request<Env>): Promise<Kept | Response> {
    const { ctx } = c.var
    const id = c.req.param('publicationId') ?? ''
    const before = await known(ctx, id)
    if (before) return before
    const publication = await findPublication(ctx.database.read, id)
    if (!publication) throw publicationNotFound(id)
    const state = publicityState(publication, ctx.today())
    if (state.kind === 'open') return opened(ctx, publication)
    const frame = await publicFrame(ctx.database.read, publication)
    return c.html(noNamesPage(site, publication, frame, state), 200, PRIVATE_PAGE)
  }

  return new Hono<Env>()
    .get('/publicity', async (c) => {
      const { ctx } = c.var
      const open = await openPublications(ctx.database.read, ctx.today())
      const shown = await Promise.all(
        open.map(async (publication) => ({
          publication,
          frame: await publicFrame(ctx.database.read, publication),
        })),
      )
      return c.html(indexPage(site, shown), 200, PRIVATE_PAGE)
    })
    .get('/publicity/:publicationId', async (c) => {
      const from = await whileOpen(c)
      if (from instanceof Response) return from
      const { publication } = from
      const search = (c.req.query('q') ?? '').trim().slice(0, 50)
      const { rows } = from.content
      if (search !== '') {
        const found = matching(rows, search)
        const page = namesPage(site, publication, from.frame, { rows: found, page: 1, pages: 1, search })
        return c.html(page, 200, PRIVATE_PAGE)
      }
      const pages = Math.max(1, Math.ceil(rows.length / NAMES_A_PAGE))
      const page = pageOf(c.req.query('page'), pages)
      const body = await drawn(from, page, pages)
      const isSmall = /\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '')
      return c.body(isSmall ? body.gzip : body.plain, 200, {
        ...PRIVATE_PAGE,
        'Content-Type': 'text/html; charset=UTF-8',
        Vary: 'Accept-Encoding',
        ...(isSmall && { 'Content-Encoding': 'gzip' }),
      })
    })
    .get('/publicity/:publicationId/notice', async (c) => {
      const from = await whileOpen(c)
      if (from instanceof Response) return from
      const { publication } = from
      return c.html(noticePage(site, publication, from.frame, from.content.rows), 200, PRIVATE_PAGE)
    })
    .get('/publicity/:publicationId/notice.pdf', async (c) => {
      const from = await whileOpen(c)
      if (from instanceof Response) return from
      const { publication } = from
      const pdf = noticePdf(site.origin, publication, from.frame, from.content.rows, c.var.ctx.now())
      return c.body(pdf as Bytes, 200, {
        ...PRIVATE_PAGE,
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="notice-${publication.publicationId}.pdf"`,
      })
    })
    .get('/publicity/:publicationId/content.txt', async (c) => {
      const from = await whileOpen(c)
      if (from instanceof Response) return from
      const { text } = from.content
      if (text === null) throw publicationNotFound(from.publication.publicationId)
      return c.body(bytesOf(text), 200, {
        ...PRIVATE_PAGE,
        'Content-Type': 'text/plain; charset=UTF-8',
        'Content-Disposition': `attachment; filename="publicity-${from.publication.publicationId}.txt"`,
      })
    })
    .onError((error, c) => {
      if (!(error instanceof Refusal) || !wantsHtml(c)) throw error
      return c.html(refusalPage(site, 'zh', error), statusOf(error), PRIVATE_PAGE)
    })
}

const bytesOf = (text: string): Bytes => utf8(text) as Bytes

/** Names in part, employers in part; blanks and width aside. */
function matching(rows: readonly PublicRow[], search: string): readonly PublicRow[] {
  const fold = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')
  const wanted = fold(search)
  return rows.filter(({ name, employer }) => fold(name).includes(wanted) || fold(employer).includes(wanted))
}

function pageOf(asked: string | undefined, pages: number): number {
  const page = Math.trunc(Number(asked ?? 1))
  return Number.isFinite(page) ? Math.min(Math.max(page, 1), pages) : 1
}
