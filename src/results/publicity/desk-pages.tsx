import { createHash } from 'node:crypto'
import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { bodyTooLarge } from '../../platform/refusals.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { objectionCounts } from '../objections/counts.ts'
import { closePublicity, withdrawPublicity } from './end-publicity.ts'
import { extendPublicity } from './extend-publicity.ts'
import { publicationInReach, publicationsInReach } from './find-publication.ts'
import { kindOfList, openPublicity } from './open-publicity.ts'
import { publicationPage } from './publication-page.tsx'
import { publicityIndexPage } from './publicity-index-page.tsx'
import { recommendationsPage } from './recommendations-page.tsx'
import { PUBLICITY_PATH } from './publicity-frame.tsx'
import { publicFrame } from './read-public.ts'
import { recordChannel } from './record-channel.ts'
import { recordRecommendation } from './record-recommendation.ts'
import { badEvidence } from './refusals.ts'
import { cyclesToRecommend, publishableLists, recommendationsInReach } from './publishable.ts'
import { channelsShown } from './refuse-if-not-shown.ts'
import { missingChannels } from './channels.ts'
import { publicityRules } from './rules-of.ts'
import { ENDING_GROUNDS, publicityState, type EndingGround } from './state.ts'

const MOST_FILE = 10 * 1_048_576
const withFile = bodyLimit({
  maxSize: MOST_FILE + 65_536,
  onError: () => {
    throw bodyTooLarge(MOST_FILE)
  },
})

/** The desk of those who put lists before the public. */
export function publicityDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const index = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const { read } = ctx.database
    await authoriseSomewhere(ctx, read, 'cycles.see')
    const publications = await Promise.all(
      (await publicationsInReach(ctx, read)).map(async (publication) => ({
        publication,
        title: (await publicFrame(read, publication)).title,
        state: publicityState(publication, ctx.today()),
      })),
    )
    const publishable = await publishableLists(ctx, read)
    const mayManage = publishable !== null
    const today = ctx.today()
    const page = { publications, publishable: publishable ?? [], mayManage, today, returned }
    return publicityIndexPage(await frame(c), page)
  }
  const recommendations = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    await authoriseSomewhere(ctx, ctx.database.read, 'publicity.manage')
    const cycles = await cyclesToRecommend(ctx, ctx.database.read)
    const recorded = await recommendationsInReach(ctx, ctx.database.read)
    return recommendationsPage(await frame(c), { cycles, recorded, returned })
  }

  const publication = async (c: Request<Env>, returned: Returned | null) => {
    const view = await publicationView(c.var.ctx, c.req.param('publicationId') ?? '')
    return publicationPage(await frame(c), { ...view, returned })
  }
  const onPublication = async (
    c: Request<Env>,
    name: string,
    act: (publicationId: string, form: Form) => Promise<unknown>,
  ) => {
    const publicationId = c.req.param('publicationId') ?? ''
    const form = await words(c)
    try {
      await act(publicationId, form)
      return c.redirect(`${PUBLICITY_PATH}/${publicationId}`, 303)
    } catch (error) {
      if (!isMendable(error)) throw error
      const fields = PUBLICATION_FIELDS.map((field) => [field, form.text(field)])
      const typed = { ...Object.fromEntries(fields), form: name } as Returned['typed']
      return c.html(await publication(c, { message: error.message, typed }), statusOf(error))
    }
  }

  return new Hono<Env>()
    .get(PUBLICITY_PATH, async (c) => c.html(await index(c, null)))
    .post(PUBLICITY_PATH, async (c) => {
      const { text } = await words(c)
      const listId = text('list')
      const days = { opensOn: text('opensOn').trim(), closesOn: text('closesOn').trim() }
      try {
        const kind = await kindOfList(c.var.ctx.database.read, listId)
        const { publicationId } = await openPublicity(c.var.ctx, { listId, kind, ...days })
        return c.redirect(`${PUBLICITY_PATH}/${publicationId}`, 303)
      } catch (error) {
        if (!isMendable(error)) throw error
        const returned = { message: error.message, typed: { list: listId, ...days } }
        return c.html(await index(c, returned), statusOf(error))
      }
    })
    .get(`${PUBLICITY_PATH}/recommendations`, async (c) => c.html(await recommendations(c, null)))
    .post(`${PUBLICITY_PATH}/recommendations`, withFile, async (c) => {
      const { text, file } = await words(c)
      const names = ['cycle', 'employer', 'place', 'opensOn', 'closesOn', 'attending', 'agreeing'] as const
      const typed = Object.fromEntries(names.map((name) => [name, text(name).trim()])) as Record<
        (typeof names)[number],
        string
      >
      try {
        await recordRecommendation(c.var.ctx, {
          cycleId: typed.cycle,
          employer: typed.employer || null,
          place: typed.place,
          opensOn: typed.opensOn,
          closesOn: typed.closesOn,
          votes: votesOf(typed.attending, typed.agreeing),
          fileDigest: (await digestOf(file)) ?? '',
        })
        return c.redirect(`${PUBLICITY_PATH}/recommendations`, 303)
      } catch (error) {
        if (!isMendable(error)) throw error
        return c.html(await recommendations(c, { message: error.message, typed }), statusOf(error))
      }
    })
    .get(`${PUBLICITY_PATH}/:publicationId`, async (c) => c.html(await publication(c, null)))
    .post(`${PUBLICITY_PATH}/:publicationId/channels`, withFile, (c) =>
      onPublication(c, 'channels', async (publicationId, { text, file }) =>
        recordChannel(c.var.ctx, {
          publicationId,
          channel: text('channel'),
          address: text('address'),
          upOn: text('upOn').trim(),
          fileDigest: await digestOf(file),
        }),
      ),
    )
    .post(`${PUBLICITY_PATH}/:publicationId/extension`, (c) =>
      onPublication(c, 'extension', (publicationId, { text }) =>
        extendPublicity(c.var.ctx, { publicationId, closesOn: text('closesOn').trim() }),
      ),
    )
    .post(`${PUBLICITY_PATH}/:publicationId/closing`, (c) =>
      onPublication(c, 'closing', (publicationId) => closePublicity(c.var.ctx, { publicationId })),
    )
    .post(`${PUBLICITY_PATH}/:publicationId/withdrawal`, (c) =>
      onPublication(c, 'withdrawal', async (publicationId, { text }) => {
        const ground = text('ground')
        if (!isGround(ground)) throw badEvidence('原因', '请从所列的原因中选择')
        await withdrawPublicity(c.var.ctx, { publicationId, ground })
      }),
    )
}

const PUBLICATION_FIELDS = ['channel', 'address', 'upOn', 'closesOn', 'ground'] as const

// What is wrong with a form comes back in the form; anything else is the app's to show.
const isMendable = (error: unknown): error is Refusal =>
  error instanceof Refusal && ['invalid', 'conflict'].includes(error.kind)

const isGround = (text: string): text is EndingGround => Object.hasOwn(ENDING_GROUNDS, text)

async function publicationView(ctx: Context, publicationId: string) {
  const { read } = ctx.database
  const publication = await publicationInReach(ctx, read, publicationId)
  const about = await publicFrame(read, publication)
  const rules = await publicityRules(read, about.cycle, publication.kind, publication.listId)
  const shown = await channelsShown(read, publicationId)
  return {
    publication,
    about,
    state: publicityState(publication, ctx.today()),
    rules,
    shown,
    missing: missingChannels(
      rules.channels,
      shown.map(({ channel }) => channel),
    ),
    objections: await objectionCounts(read, publication.listId),
    mayManage: (await reachOf(ctx, 'publicity.manage'))(about.cycle.officeId),
    today: ctx.today(),
  }
}

interface Form {
  text(name: string): string
  readonly file: File | null
}

async function words(c: Request<Env>): Promise<Form> {
  const body = await postedForm(c)
  return {
    text: (name: string) => (typeof body[name] === 'string' ? body[name] : ''),
    file: body.file instanceof File && body.file.size > 0 ? body.file : null,
  }
}

/** The file is measured and let go. */
async function digestOf(file: File | null): Promise<string | null> {
  return file === null
    ? null
    : createHash('sha256')
        .update(new Uint8Array(await file.arrayBuffer()))
        .digest('hex')
}

function votesOf(attending: string, agreeing: string): { attending: number; agreeing: number } | null {
  if (attending === '' && agreeing === '') return null
  if (!/^\d{1,6}$/.test(attending) || !/^\d{1,6}$/.test(agreeing))
    throw badEvidence('票数', '参会人数和同意票数都应为数字')
  return { attending: Number(attending), agreeing: Number(agreeing) }
}
