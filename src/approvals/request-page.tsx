import { shanghaiMinute } from '../calendar/day.ts'
import { roleRow } from '../identity/role.ts'
import { deskPage, type Viewer } from '../web/desk-page.tsx'
import { Field } from '../web/form.tsx'
import type { Site } from '../web/site.ts'
import { FactTable, RowTable } from '../web/table.tsx'
import { DifferencesTable } from './differences-table.tsx'
import type { ShownRow } from './differences.ts'
import type { RequestView } from './read-request.ts'
import { COMMENT_LIMIT } from './return-request.ts'

/** A return form that was refused, as it was typed. */
export interface ReturnForm {
  readonly comment: string
  readonly error: string
}

interface Page {
  readonly site: Site
  readonly viewer: Viewer
  readonly view: RequestView
  readonly kind: { readonly zh: string; readonly href?: (subjectId: string) => string } | null
  readonly rows: { readonly rows: readonly ShownRow[]; readonly next: number | null } | null
  nameOf(account: string): string
  readonly form?: ReturnForm
}

/** `/desk/approvals/:id`: what it is, what changed, who agreed so far, and my decision. */
export function requestPage(page: Page): string {
  const { site, viewer, view, rows } = page
  const title = view.request.title ?? page.kind?.zh ?? '审批'
  return deskPage({
    site,
    viewer,
    title,
    current: '/desk',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk">待办</a>
        </p>
        <h1>{title}</h1>
        <p>
          <State view={view} />
        </p>
        <About page={page} />
        <h2>{view.request.previousId === null ? '送审内容' : '与上一版的差异'}</h2>
        {view.differences && rows ? (
          <DifferencesTable
            differences={view.differences}
            shown={rows}
            isFirst={view.request.previousId === null}
            path={pathOf(view)}
          />
        ) : (
          <p class="note">内容含个人信息，只对送审人、审批人和可以查看名单的岗位显示。</p>
        )}
        <h2>办理经过</h2>
        <Course page={page} />
        {view.isTheirTurn && <Decide view={view} form={page.form} />}
      </>
    ),
  })
}

const pathOf = ({ request }: RequestView): string => `/desk/approvals/${request.id}`

const STATES = {
  open: ['wait', '审批中'],
  complete: ['good', '已全部同意'],
  returned: ['bad', '已退回'],
  superseded: ['', '已被新的一版代替'],
  broken: ['bad', '有审批人的岗位已收回，须重新送审'],
} as const satisfies Record<RequestView['state'], readonly [string, string]>

const State = ({ view }: { view: RequestView }) => {
  const [tone, words] = STATES[view.state]
  return <b class={`state ${tone}`.trim()}>{words}</b>
}

function About({ page: { view, kind, nameOf } }: { page: Page }) {
  const { request } = view
  const subject = kind?.href ? <a href={kind.href(request.subjectId)}>查看原件</a> : request.subjectId
  return (
    <FactTable
      caption="送审事项"
      facts={[
        { label: '种类', value: kind?.zh ?? request.kind },
        { label: '事项', value: subject },
        { label: '版次', value: `第 ${request.version} 版` },
        { label: '送审人', value: nameOf(request.preparedBy) + (view.isOwn ? '（本人）' : '') },
        { label: '送审时间', value: shanghaiMinute(request.preparedAt) },
        { label: '内容摘要', value: <span class="mono small">{request.digest}</span> },
      ]}
    />
  )
}

function Course({ page: { view, nameOf } }: { page: Page }) {
  const rows = view.request.steps.flatMap(({ role, people, name: called }, step) => {
    const who = `${roleRow(role).zh} ${people} 人`
    const name = `第 ${step + 1} 步：${called === undefined ? who : `${called}（${who}）`}`
    const decided = view.decisions.filter((each) => each.step === step)
    if (decided.length === 0)
      return [[name, view.current === step && view.state === 'open' ? '等待办理' : '—', '—', '—']]
    return decided.map(({ accountId, decision, counts, comment, decidedAt }) => [
      name,
      (decision === 'approved' ? '同意' : '退回') + (counts ? '' : '（岗位已收回，不算数）'),
      nameOf(accountId),
      shanghaiMinute(decidedAt) + (comment === null ? '' : `：${comment}`),
    ])
  })
  return <RowTable caption="各步办理情况" columns={['步骤', '结果', '办理人', '时间和意见']} rows={rows} />
}

const Decide = ({ view, form }: { view: RequestView; form: ReturnForm | undefined }) => (
  <>
    <h2>我的意见</h2>
    <form method="post" action={`${pathOf(view)}/approval`}>
      <input type="hidden" name="digest" value={view.request.digest} />
      <p>同意只对上面显示的内容有效；内容改动后须重新送审。</p>
      <div class="actions">
        <button type="submit">同意</button>
      </div>
    </form>
    <form method="post" action={`${pathOf(view)}/return`} class="narrow">
      <input type="hidden" name="digest" value={view.request.digest} />
      <Field
        language="zh"
        name="comment"
        label="退回的理由"
        hint="写明哪里不对、怎样改；退回后这一版作废。请不要填写证件号码。"
        kind="lines"
        required
        maxLength={COMMENT_LIMIT}
        value={form?.comment}
        error={form?.error}
      />
      <div class="actions">
        <button type="submit" class="danger">
          退回
        </button>
      </div>
    </form>
  </>
)
