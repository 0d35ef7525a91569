import { Hono, type Context as Request } from 'hono'
import { chineseDay, type Day } from '../../calendar/day.ts'
import { reachOf } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { readRecord } from '../records/read-record.ts'
import { badRecord } from '../records/refusals.ts'
import { isCopyAct } from '../sharing/exchange.ts'
import { copyActsOf, filesOf } from '../sharing/find-copies.ts'
import { endAfterRepair, noteCopy } from '../sharing/note-copy.ts'
import { copiesIn, copyState, copyStateName } from '../sharing/state.ts'
import { keptThrough } from './due.ts'
import { holding, holdsOf } from './find-holds.ts'
import { isHoldKind } from './hold-kind.ts'
import { holdGround, holdRecord } from './hold-record.ts'
import { keepingPage, type Keeping } from './keeping-page.tsx'

const ONE = '/desk/integrity/:recordId/keeping'

/** How long a record is kept, what holds it, and what is with the platform. */
export function keepingDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const keeping = await keepingOf(ctx, c.req.param('recordId') ?? '')
    return keepingPage({ site, viewer: await viewer(ctx) }, { keeping, today: ctx.today(), returned })
  }
  const act = async (
    c: Request<Env>,
    doIt: (recordId: string, text: (name: string) => string) => Promise<void>,
  ) => {
    const form = await postedForm(c)
    const recordId = c.req.param('recordId') ?? ''
    const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
    try {
      await doIt(recordId, text)
      return c.redirect(`/desk/integrity/${recordId}/keeping`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await page(c, { message: error.message, typed: {} }), statusOf(error))
    }
  }
  return new Hono<Env>()
    .get(ONE, async (c) => c.html(await page(c, null)))
    .post(`${ONE}/holds`, (c) =>
      act(c, (recordId, text) => {
        const kind = text('kind')
        if (!isHoldKind(kind)) throw badRecord('保全事由', '请从所列的事由中选择')
        return holdRecord(c.var.ctx, {
          recordId,
          kind,
          isStanding: text('what') !== 'release',
          ground: text('ground'),
        })
      }),
    )
    .post(`${ONE}/copies`, (c) =>
      act(c, (recordId, text) => {
        const copyAct = text('act')
        if (!isCopyAct(copyAct)) throw badRecord('共享副本', '请从所列的事项中选择')
        return noteCopy(c.var.ctx, {
          recordId,
          act: copyAct,
          document: text('document'),
          happenedOn: text('happenedOn').trim(),
        })
      }),
    )
    .post(`${ONE}/endings`, (c) =>
      act(c, (recordId, text) =>
        endAfterRepair(c.var.ctx, {
          recordId,
          decidedBy: text('decidedBy'),
          decisionNumber: text('decisionNumber'),
          decidedOn: text('decidedOn').trim(),
          endsOn: text('endsOn').trim(),
          reason: text('reason'),
        }),
      ),
    )
}

async function keepingOf(ctx: Context, recordId: string): Promise<Keeping> {
  const { read } = ctx.database
  const opened = await readRecord(ctx, recordId)
  const { officeId } = opened.record
  const { term, appliedOn, newest, isPending } = opened
  const holds = await holdsOf(read, recordId)
  const copy = copiesIn(await filesOf(read, officeId)).get(recordId)
  const through = keptThrough(
    { term: term && { ...term, appliedOn: appliedOn ?? '' }, newestEnteredOn: newest.enteredOn, isPending },
    ctx.today(),
  )
  return {
    recordId,
    kept: inWords(through),
    holding: await holding(read, recordId),
    holds: await Promise.all(
      holds.map(async (hold) => ({
        kind: hold.kind,
        isStanding: hold.isStanding,
        heldOn: hold.heldOn,
        ground: await holdGround(ctx, read, hold),
      })),
    ),
    copy: copyStateName(copy === undefined ? 'none' : copyState(copy)),
    copyActs: await copyActsOf(read, recordId),
    mayHold: (await reachOf(ctx, 'integrity.enter'))(officeId),
    mayShare: (await reachOf(ctx, 'integrity.share'))(officeId),
  }
}

const inWords = (through: Day | null): string =>
  through === null ? '在记录期内（或尚未开始），不销毁' : `保存到${chineseDay(through)}，次日销毁`
