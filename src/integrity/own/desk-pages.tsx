import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere } from '../../identity/authorise.ts'
import { formToken, toldTwice } from '../../identity/sign-in/told-twice.ts'
import { shanghaiMinute } from '../../calendar/day.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage, type Desk } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { handOutCode, type HolderOf } from './hand-out-code.ts'

const PATH = '/desk/admissions'

/** The counter: somebody with their card before the officer is given the code that lets them see their own. */
export const admissionDesk =
  (holderOf: HolderOf) =>
  ({ site, viewer }: Desk): Hono<Env> => {
    const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
    return new Hono<Env>()
      .get(PATH, async (c) => {
        const { ctx } = c.var
        await authoriseSomewhere(ctx, ctx.database.read, 'integrity.admit')
        return c.html(formPage(await frame(c), formToken(ctx), null))
      })
      .post(PATH, async (c) => {
        const { ctx } = c.var
        const { number, once } = await postedForm(c)
        const asked = typeof number === 'string' ? number : ''
        try {
          const form = { once: typeof once === 'string' ? once : '', name: 'admission', asked }
          const told = await toldTwice(ctx, form, async (within) => {
            const { code, expiresAt } = await handOutCode(within, holderOf, { number: asked })
            return { secret: code, expiresAt }
          })
          return c.html(codePage(await frame(c), told.secret, told.expiresAt))
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'integrity/no-such-holder') throw error
          const returned = { message: error.message, typed: { number: asked } }
          return c.html(formPage(await frame(c), formToken(ctx), returned), statusOf(error))
        }
      })
  }

const formPage = (frame: Frame, once: string, returned: Returned | null): string =>
  deskPage({
    ...frame,
    title: '本人查询码',
    current: PATH,
    children: (
      <div class="narrow">
        <h1>给本人查询码</h1>
        <p>
          持证人当面出示身份证件，核对是证书上的本人后办理。查询码只交给本人：凭它和证件号码可以进入“本人查询”，看到自己的诚信状态。每一次领取本人都看得到。
        </p>
        <Refused returned={returned} />
        <form method="post" action={PATH}>
          <input type="hidden" name="once" value={once} />
          <Field
            language="zh"
            name="number"
            label="职称证书编号"
            hint="本机构及所属机构签发的。"
            required
            value={returned?.typed.number}
            maxLength={64}
          />
          <button type="submit">已当面核对，出具查询码</button>
        </form>
      </div>
    ),
  })

const codePage = (frame: Frame, code: string, expiresAt: Date): string =>
  deskPage({
    ...frame,
    title: '本人查询码',
    current: PATH,
    children: (
      <div class="narrow">
        <h1>本人查询码</h1>
        <p>请现在抄给本人；离开本页后不再显示。</p>
        <p class="secret mono">{code}</p>
        <p>{`${shanghaiMinute(expiresAt)} 前，本人打开 ${frame.site.origin}/my，连同证书编号和证件号码填写；只能用一次，连错五次作废。`}</p>
        <p>
          <a href={PATH}>下一位</a>
        </p>
      </div>
    ),
  })
