import { Hono, type Context as Request } from 'hono'
import { isDay, type Day } from '../../calendar/day.ts'
import { authoriseSomewhere } from '../../identity/authorise.ts'
import { namedAccount } from '../../identity/sign-in/named-account.ts'
import { ID_DOCUMENT_TYPES, idDocumentName } from '../../people/id-document.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage, type Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { DayField, Line } from '../records/fields.tsx'
import { badRecord } from '../records/refusals.ts'
import { encodeAbsence, type AbsenceProof } from './absence.ts'
import { askAbsence } from './ask-absence.ts'

export const ABSENCE_PATH = '/desk/integrity/absence'

/** The desk where a proof is handed out that somebody was not listed on a day. */
export function absenceDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, shown: Shown) =>
    absencePage({ site, viewer: await viewer(c.var.ctx) }, shown)
  return new Hono<Env>()
    .get(ABSENCE_PATH, async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'integrity.see')
      return c.html(await page(c, { day: ctx.today(), returned: null, isListed: false }))
    })
    .post(ABSENCE_PATH, async (c) => {
      const { ctx } = c.var
      const form = await postedForm(c)
      const typed = Object.fromEntries(
        Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      )
      const day = (typed['day'] ?? '').trim()
      try {
        const idType = ID_DOCUMENT_TYPES.find((type) => type === typed['idType'])
        if (idType === undefined) throw badRecord('证件类型', '请从所列的类型中选择')
        if (!isDay(day)) throw badRecord('日期', '应为日期，如 2026-11-20')
        const { officeId } = await namedAccount(ctx, ctx.database.read, ctx.actor.accountId ?? '')
        const subject = { idType, idNumber: typed['idNumber'] ?? '' }
        const asked = { officeId, name: typed['name'] ?? '', subject, day }
        const acting = { ...ctx, actor: { ...ctx.actor, purpose: (typed['purpose'] ?? '').trim() } }
        const answer = await askAbsence(acting, asked)
        if (answer.kind === 'listed') return c.html(await page(c, { day, returned: null, isListed: true }))
        return absenceFile(c, day, answer.proof)
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error
        const returned = { message: error.message, typed }
        return c.html(await page(c, { day, returned, isListed: false }), statusOf(error))
      }
    })
}

/** A proof as a file to keep. */
export const absenceFile = (c: Request<Env>, day: Day, proof: AbsenceProof): Response =>
  c.body(encodeAbsence(proof), 200, {
    'Content-Type': 'application/json',
    'Content-Disposition': `attachment; filename="integrity-absence-${day}.json"`,
    'Cache-Control': 'no-store',
  })

interface Shown {
  readonly day: string
  readonly returned: Returned | null
  readonly isListed: boolean
}

const absencePage = (frame: Frame, { day, returned, isListed }: Shown): string =>
  deskPage({
    ...frame,
    title: '不在档证明',
    current: '/desk/integrity',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/integrity">诚信档案</a> ›
        </p>
        <h1>某日不在诚信档案的证明</h1>
        <Refused returned={returned} />
        {isListed && (
          <div class="note" role="status">
            <p>这一天此人在记录期内，没有这样的证明。</p>
          </div>
        )}
        <form class="card" method="post" action={ABSENCE_PATH}>
          <p>
            按当天写入存证的快照证明。文件里没有姓名和号码：拿到的人凭本人的证件号码，用 zhengxin verify
            自行核对，不必相信我们。查询连同事由先留下记录，本人可以看到；姓名照证件填写，与号码不符的不出具。
          </p>
          <div class="row">
            <Line name="name" label="姓名" typed={returned?.typed ?? {}} />
            <Choice
              name="idType"
              label="证件类型"
              chosen={returned?.typed['idType']}
              options={ID_DOCUMENT_TYPES.map((value) => ({ value, label: idDocumentName(value) }))}
            />
            <Line name="idNumber" label="证件号码" typed={returned?.typed ?? {}} />
          </div>
          <Line name="purpose" label="查询事由" typed={returned?.typed ?? {}} />
          <DayField name="day" label="哪一天（近六十日内）" value={day} />
          <button type="submit">出具证明</button>
        </form>
      </>
    ),
  })
