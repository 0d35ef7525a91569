import { Hono, type Context as Request } from 'hono'
import { chineseDay } from '../../calendar/day.ts'
import { authoriseSomewhere, officesFor } from '../../identity/authorise.ts'
import type { Authority } from '../../identity/authority.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage, type Desk } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { FactTable } from '../../web/table.tsx'
import { askByConsent, type Answered } from './ask-by-consent.ts'
import { findingWords } from './inquiry.ts'

const PATH = '/desk/consents'
const MOST_OFFICES = 200

/** Where an office asks about somebody who gave it their word. */
export function consentDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  return new Hono<Env>()
    .get(PATH, async (c) => c.html(formPage(await frame(c), await officesOf(c.var.ctx), null)))
    .post(PATH, async (c) => {
      const body = await postedForm(c)
      const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
      const [officeId, name] = [text('office'), text('name')]
      try {
        const answered = await askByConsent(c.var.ctx, { officeId, token: text('token'), name })
        return c.html(answerPage(await frame(c), answered, name.trim()))
      } catch (error) {
        if (!(error instanceof Refusal) || !RETURNED.includes(error.code)) throw error
        const returned = { message: error.message, typed: { office: officeId, name } }
        return c.html(formPage(await frame(c), await officesOf(c.var.ctx), returned), statusOf(error))
      }
    })
}

const RETURNED = ['integrity/no-consent', 'integrity/too-many-inquiries']

async function officesOf(ctx: Context): Promise<readonly Authority[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'integrity.ask')
  const reach = await officesFor(ctx, read, 'integrity.ask')
  const ids = reach === 'all' ? [] : reach.slice(0, MOST_OFFICES)
  return (await Promise.all(ids.map((id) => findAuthority(read, id)))).flatMap((office) => office ?? [])
}

const formPage = (frame: Frame, offices: readonly Authority[], returned: Returned | null): string =>
  deskPage({
    ...frame,
    title: '诚信查询',
    current: PATH,
    children: (
      <div class="narrow">
        <h1>凭本人授权查询</h1>
        <p>
          授权码由本人在“本人查询”中生成，只给本单位、只为一个用途、只能用一次。答复只说有没有在记录期内的诚信记录；查询会列给本人看。
        </p>
        <Refused returned={returned} />
        <form method="post" action={PATH}>
          <Choice
            name="office"
            label="查询单位"
            options={offices.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={returned?.typed.office}
          />
          <Field
            language="zh"
            name="name"
            label="本人姓名"
            required
            value={returned?.typed.name}
            maxLength={100}
          />
          <Field language="zh" name="token" label="授权码" hint="15 个字母和数字。" required maxLength={40} />
          <button type="submit">查询</button>
        </form>
      </div>
    ),
  })

// No colour, and words of one length: the page is the same whatever the answer.
const answerPage = (frame: Frame, { finding, asOf, purpose }: Answered, name: string): string =>
  deskPage({
    ...frame,
    title: '诚信查询',
    current: PATH,
    children: (
      <div class="narrow">
        <h1>查询结果</h1>
        <FactTable
          caption={`截至${chineseDay(asOf)}`}
          facts={[
            { label: '姓名', value: <span class="name">{name}</span> },
            { label: '结果', value: <b>{findingWords(finding)}</b> },
            { label: '只供用于', value: purpose },
          ]}
        />
        <p class="soft">本次授权已用完。结果不得转给他人，不得用于其他用途；本人看得到这次查询。</p>
        <p>
          <a href={PATH}>再查一人</a>
        </p>
      </div>
    ),
  })
