import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere, officesFor } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage, type Desk } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { FactTable } from '../../web/table.tsx'
import { platformOf, setPlatform, type Platform } from '../sharing/set-platform.ts'
import { proposedOpening, proposePublicList, type ProposedOpening } from './propose-public-list.ts'
import { publicListRule, type PublicListRule } from './public-list-rule.ts'
import { setPublicList } from './set-public-list.ts'

export const BASIS_PATH = '/desk/integrity-basis'

interface OfficeBasis {
  readonly officeId: string
  readonly office: string
  readonly platform: Platform | null
  readonly list: PublicListRule | null
  readonly proposed: ProposedOpening | null
}

/** The desk of whoever decides by what law records are shared or made public; by none, they are not. */
export function basisDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    await authoriseSomewhere(ctx, ctx.database.read, 'integrity.publish')
    return basisPage({ site, viewer: await viewer(ctx) }, await bases(ctx), returned)
  }
  const act = async (c: Request<Env>, doIt: (text: (name: string) => string) => Promise<void>) => {
    const form = await postedForm(c)
    const typed = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
    try {
      await doIt(typed)
      return c.redirect(BASIS_PATH, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await page(c, { message: error.message, typed: {} }), statusOf(error))
    }
  }
  return new Hono<Env>()
    .get(BASIS_PATH, async (c) => c.html(await page(c, null)))
    .post(`${BASIS_PATH}/platform`, (c) =>
      act(c, (text) =>
        setPlatform(c.var.ctx, {
          officeId: text('officeId'),
          name: text('name'),
          publicKey: text('publicKey'),
          basis: text('basis'),
          isOpen: text('isOpen') === 'yes',
        }),
      ),
    )
    .post(`${BASIS_PATH}/list/proposal`, (c) =>
      act(c, async (text) => {
        const [officeId, basis, clause] = [text('officeId'), text('basis'), text('clause')]
        await proposePublicList(c.var.ctx, { officeId, basis, clause })
      }),
    )
    .post(`${BASIS_PATH}/list`, (c) =>
      act(c, (text) =>
        setPublicList(c.var.ctx, {
          officeId: text('officeId'),
          basis: text('basis'),
          clause: text('clause'),
          isOpen: text('isOpen') === 'yes',
        }),
      ),
    )
}

async function bases(ctx: Context): Promise<readonly OfficeBasis[]> {
  const { read } = ctx.database
  const offices = await officesFor(ctx, read, 'integrity.publish')
  const found: OfficeBasis[] = []
  for (const { id, name } of await listAuthorities(read))
    if (offices === 'all' || offices.includes(id))
      found.push({
        officeId: id,
        office: name,
        platform: await platformOf(read, id),
        list: await publicListRule(read, id),
        proposed: await proposedOpening(read, id),
      })
  return found
}

const basisPage = (frame: Frame, offices: readonly OfficeBasis[], returned: Returned | null): string =>
  deskPage({
    ...frame,
    title: '诚信共享公开',
    current: BASIS_PATH,
    children: (
      <>
        <h1>诚信记录的共享和公开</h1>
        <p class="soft">没有登记依据的，不共享，也不公开。登记和停止都写入存证，任何人可以看到依据。</p>
        <Refused returned={returned} />
        {offices.map((each) => (
          <Office {...each} />
        ))}
      </>
    ),
  })

const SWITCH = [
  { value: 'no', label: '否' },
  { value: 'yes', label: '是' },
]

const Office = ({ officeId, office, platform, list, proposed }: OfficeBasis) => (
  <section>
    <FactTable
      caption={office}
      facts={[
        {
          label: '共享',
          value:
            platform === null
              ? '没有登记，不共享'
              : `${platform.isOpen ? '共享给' : '已停止，曾共享给'}${platform.name}（${platform.basis}）`,
        },
        {
          label: '公开',
          value:
            list === null
              ? '没有登记，不公开'
              : `${list.isOpen ? '公开' : '已停止'}（${list.basis}${list.clause}）`,
        },
      ]}
    />
    <form class="card" method="post" action={`${BASIS_PATH}/platform`}>
      <h2>信用信息平台</h2>
      <input type="hidden" name="officeId" value={officeId} />
      <div class="row">
        <Text id={officeId} name="name" label="平台名称" value={platform?.name} />
        <Text id={officeId} name="basis" label="共享的依据（文件和条款）" value={platform?.basis} />
      </div>
      <Text
        id={officeId}
        name="publicKey"
        label="平台签回执的公钥（Ed25519，base64url）"
        value={platform?.publicKey}
      />
      <Choice name="isOpen" id={`open-${officeId}`} label="共享" chosen={yes(platform)} options={SWITCH} />
      <button type="submit">登记</button>
    </form>
    <div class="card">
      <h2>向社会公开</h2>
      <p class="soft">
        公开个人的失信记录须有法律、法规依据，或本人单独同意；由本机构审核人同意后才能开启，停止随时可以。开启后，记录期内的姓名、行为和决定任何人可见。
      </p>
      <Opening officeId={officeId} list={list} proposed={proposed} />
    </div>
  </section>
)

/** What can be done about the list now: close it, carry out what was agreed to, or propose it. */
function Opening({ officeId, list, proposed }: Pick<OfficeBasis, 'officeId' | 'list' | 'proposed'>) {
  if (list?.isOpen) return <Set officeId={officeId} basis={list} isOpen="no" label="停止公开" />
  return (
    <>
      {proposed !== null && (
        <p>
          {proposed.basis}
          {proposed.clause}：{proposed.isAgreed ? '审核人已同意，待办理。' : '送审中。'}
          <a href={`/desk/approvals/${proposed.requestId}`}>查看审批</a>
        </p>
      )}
      {proposed?.isAgreed ? (
        <Set officeId={officeId} basis={proposed} isOpen="yes" label="办理公开" />
      ) : (
        <form method="post" action={`${BASIS_PATH}/list/proposal`}>
          <input type="hidden" name="officeId" value={officeId} />
          <div class="row">
            <Text id={`list-${officeId}`} name="basis" label="法律、法规" value={list?.basis} />
            <Text id={`list-${officeId}`} name="clause" label="条款" value={list?.clause} />
          </div>
          <button type="submit">送审</button>
        </form>
      )}
    </>
  )
}

const Set = (props: {
  readonly officeId: string
  readonly basis: { readonly basis: string; readonly clause: string }
  readonly isOpen: 'yes' | 'no'
  readonly label: string
}) => (
  <form method="post" action={`${BASIS_PATH}/list`}>
    <input type="hidden" name="officeId" value={props.officeId} />
    <input type="hidden" name="basis" value={props.basis.basis} />
    <input type="hidden" name="clause" value={props.basis.clause} />
    <input type="hidden" name="isOpen" value={props.isOpen} />
    <button type="submit">{props.label}</button>
  </form>
)

const yes = (set: { readonly isOpen: boolean } | null): string => (set?.isOpen ? 'yes' : 'no')

const Text = (props: {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string | undefined
}) => (
  <Field
    language="zh"
    name={props.name}
    id={`${props.name}-${props.id}`}
    label={props.label}
    value={props.value}
    required
    maxLength={200}
  />
)
