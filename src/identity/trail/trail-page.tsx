import { shanghaiMinute } from '../../calendar/day.ts'
import type { Refusal } from '../../platform/refusal.ts'
import { PURPOSE_LIMIT } from '../../trail/purpose.ts'
import { deskPage, type Viewer } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import type { Site } from '../../web/site.ts'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { ACTS, ALL_ACTS } from '../act.ts'
import type { Authority } from '../authority.ts'
import type { FoundRecord, FoundRecords } from './search-trail.ts'

/** The form as it was filled in. */
export type TrailForm = Readonly<
  Partial<
    Record<
      | 'actor'
      | 'officeId'
      | 'act'
      | 'about'
      | 'outcome'
      | 'from'
      | 'through'
      | 'certificateNumber'
      | 'name'
      | 'idNumber'
      | 'purpose'
      | 'after',
      string
    >
  >
>

interface Page {
  readonly site: Site
  readonly viewer: Viewer
  readonly form: TrailForm
  /** null before anything was asked. */
  readonly found: FoundRecords | null
  readonly error: Refusal | null
  readonly offices: readonly Authority[]
  readonly logins: ReadonlyMap<string, string>
}

/** Acts that are recorded but need no right of their own. */
const ALSO: Readonly<Record<string, string>> = {
  'approvals.request': '送审',
  'approvals.approve': '同意审批',
  'approvals.return': '退回审批',
  'sign-in': '登录',
  'sign-out': '退出登录',
  'sessions.end': '结束会话',
  enrolment: '启用账号',
  'second-factor': '绑定验证器',
  'password.change': '更改口令',
  proof: '核对本人口令',
  token: '接口系统取得令牌',
  desk: '在工作台办理',
  purpose: '写明办理事由',
  'persons.erase': '删除个人信息',
}

const actName = (act: string): string =>
  Object.hasOwn(ACTS, act) ? ACTS[act as keyof typeof ACTS].zh : (ALSO[act] ?? act)

/** The search form, and below it what was found. */
export const trailPage = (page: Page): string =>
  deskPage({
    site: page.site,
    viewer: page.viewer,
    title: '操作记录',
    current: '/desk/trail',
    children: (
      <>
        <h1>查询操作记录</h1>
        <p class="soft">只显示本机构和所属机构的记录。查询本身也记入操作记录；按人查询须写明事由。</p>
        <Form page={page} />
        {page.found && <Found found={page.found} page={page} />}
      </>
    ),
  })

function Form({ page: { form, offices, error } }: { page: Page }) {
  const faulty = error?.facts.field
  const field = (name: keyof TrailForm, label: string, hint?: string) => (
    <Field
      language="zh"
      name={name}
      label={label}
      hint={hint}
      value={form[name]}
      error={faulty === name ? error?.message : undefined}
    />
  )
  const isElsewhere = error !== null && !(typeof faulty === 'string' && faulty in LABELLED)
  return (
    <form method="post" action="/desk/trail">
      {isElsewhere && <p class="note error">{error.message}</p>}
      <div class="row">
        {field('actor', LABELLED.actor)}
        <Select
          name="officeId"
          label="机构"
          value={form.officeId}
          options={offices.map(({ id, name }) => [id, name])}
        />
        <Select
          name="act"
          label="事项"
          value={form.act}
          options={[...ALL_ACTS, ...Object.keys(ALSO)].map((act) => [act, actName(act)])}
        />
      </div>
      <div class="row">
        {field('from', LABELLED.from, '如 2026-11-01')}
        {field('through', LABELLED.through, '含当日')}
        {field('about', LABELLED.about)}
        <Select
          name="outcome"
          label="结果"
          value={form.outcome}
          options={[
            ['done', '办理'],
            ['refused', '拒绝'],
          ]}
        />
      </div>
      <fieldset>
        <legend>与某人有关的记录</legend>
        <div class="row">
          {field('certificateNumber', LABELLED.certificateNumber)}
          {field('name', LABELLED.name)}
          {field('idNumber', LABELLED.idNumber, '只用于查找，不留存')}
        </div>
      </fieldset>
      {field('purpose', LABELLED.purpose, `不超过 ${PURPOSE_LIMIT} 个字，不要填写证件号码`)}
      <div class="actions">
        <button type="submit">查询</button>
      </div>
    </form>
  )
}

const LABELLED = {
  actor: '操作者（登录名）',
  from: '起始日期',
  through: '截止日期',
  about: '对象编号',
  certificateNumber: '证书编号',
  name: '姓名',
  idNumber: '证件号码',
  purpose: '查询事由',
} as const

const Select = (props: {
  readonly name: string
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly (readonly [value: string, label: string])[]
}) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <select id={props.name} name={props.name}>
      <option value="">不限</option>
      {props.options.map(([value, label]) => (
        <option value={value} selected={value === props.value}>
          {label}
        </option>
      ))}
    </select>
  </div>
)

function Found({ found, page }: { found: FoundRecords; page: Page }) {
  if (found.items.length === 0) return <EmptyState>没有符合条件的记录。</EmptyState>
  const officeName = new Map(page.offices.map(({ id, name }) => [id, name]))
  return (
    <>
      <RowTable
        caption="操作记录，新的在前"
        columns={['号', '时间', '操作者', '事项', '机构', '结果', '对象', '事由']}
        rows={found.items.map((record) => [
          String(record.position),
          shanghaiMinute(record.at),
          page.logins.get(record.actor) ?? record.actor,
          actName(record.act),
          record.officeId === null ? '—' : (officeName.get(record.officeId) ?? record.officeId),
          outcomeOf(record),
          <span class="mono small">{record.about ?? '—'}</span>,
          record.purpose ?? '—',
        ])}
      />
      {found.next !== null && <Older form={page.form} next={found.next} />}
    </>
  )
}

function outcomeOf({ outcome, code, facts, actor }: FoundRecord): string {
  if (outcome !== 'done') return `拒绝（${code ?? '?'}）`
  if (!actor.startsWith('console:')) return '办理'
  const { approval } = JSON.parse(facts) as { readonly approval?: string }
  return approval === 'none' ? '办理（控制台，未经审批）' : '办理（控制台）'
}

/** The same question further back: again by POST, for it may name a person. */
const Older = ({ form, next }: { form: TrailForm; next: string }) => (
  <form method="post" action="/desk/trail">
    {Object.entries({ ...form, after: next }).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <div class="actions">
      <button type="submit" class="quiet">
        更早的记录
      </button>
    </div>
  </form>
)
