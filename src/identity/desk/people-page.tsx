import { idDocumentName, ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Authority } from '../authority.ts'
import type { HeldRole, Holder } from '../find-grants.ts'
import { ALL_ROLES, roleRow, ROLES } from '../role.ts'
import type { ListedAccount, Page } from '../sign-in/list-accounts.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'

const CURRENT = '/desk/people'
const STATES = { open: '', waiting: '未启用', closed: '已注销' } as const

/** Every account in reach, and where it belongs. */
export const peoplePage = (frame: Frame, { items, next }: Page<ListedAccount>): string =>
  deskPage({
    ...frame,
    title: '人员和岗位',
    current: CURRENT,
    children: (
      <>
        <h1>人员和岗位</h1>
        <p class="actions">
          <a class="button quiet" href="/desk/roles">
            岗位表
          </a>
          <a class="button quiet" href="/desk/recoveries">
            恢复他人的登录
          </a>
        </p>
        <p>开通账号、授予和收回岗位，请进入机构。</p>
        <RowTable
          caption="账号"
          columns={['登录名', '姓名', '机构', '岗位', '状态']}
          rows={items.map(({ login, name, office, officeId, roles, state }) => [
            login,
            <span class="name">{name}</span>,
            <a href={`/desk/offices/${officeId}/people`}>{office}</a>,
            [...new Set(roles.map(({ role }) => ROLES[role].zh))].join('、'),
            STATES[state],
          ])}
        />
        {next !== null && (
          <p>
            <a href={`/desk/people?after=${encodeURIComponent(next)}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })

export interface PeopleView {
  readonly office: Authority
  readonly holders: readonly Holder[]
  readonly mayManage: boolean
  /** What the form of a new account carries, so that a second click opens no second one. */
  readonly once: string
  /** Offices an account of this one may be moved to. */
  readonly moveTo: readonly Authority[]
}

/** Who works at an office or for it; who gave them which role, and since when. */
export function officePeoplePage(
  frame: Frame,
  { office, holders, mayManage, once, moveTo }: PeopleView,
  returned: Returned | null = null,
): string {
  return deskPage({
    ...frame,
    title: `${office.name}的人员`,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={`/desk/offices/${office.id}`}>{office.name}</a> ›
        </p>
        <h1>人员和岗位</h1>
        <Refused returned={returned} />
        {holders.length === 0 ? (
          <EmptyState>这个机构还没有账号。</EmptyState>
        ) : (
          <RowTable
            caption="人员和接口系统"
            columns={['登录名', '姓名', '在本机构的岗位']}
            rows={holders.map((holder) => [
              holder.login ?? '接口系统',
              <span class="name">{holder.name}</span>,
              <Roles officeId={office.id} holder={holder} mayManage={mayManage} />,
            ])}
          />
        )}
        {mayManage && office.state === 'open' && (
          <>
            <GrantForm office={office} holders={holders} typed={returned?.typed} />
            <AccountForm office={office} typed={returned?.typed} once={once} />
            <ChangeForms office={office} holders={holders} moveTo={moveTo} typed={returned?.typed} />
          </>
        )}
      </>
    ),
  })
}

const Roles = (props: { officeId: string; holder: Holder; mayManage: boolean }) =>
  props.holder.roles.length === 0 ? (
    <>—</>
  ) : (
    <ul class="tree">
      {props.holder.roles.map((held) => (
        <li>
          {roleRow(held.role).zh} <span class="soft small">{given(held)}</span>
          {props.mayManage && (
            <form method="post" action={`/desk/offices/${props.officeId}/grants/withdrawal`}>
              <input type="hidden" name="grantee" value={props.holder.id} />
              <input type="hidden" name="role" value={held.role} />
              <button type="submit" class="quiet">
                收回
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )

const given = ({ since, by }: HeldRole): string =>
  `${since} 起，由 ${by.startsWith('console:') ? '服务器管理员' : by} 授予`

type Typed = Readonly<Record<string, string>> | undefined

const GrantForm = (props: { office: Authority; holders: readonly Holder[]; typed: Typed }) => (
  <form method="post" action={`/desk/offices/${props.office.id}/grants`}>
    <h2>授予岗位</h2>
    <div class="row">
      <Choice
        name="grantee"
        label="人员"
        options={props.holders.map(({ id, name, login }) => ({
          value: id,
          label: `${name}（${login ?? '接口系统'}）`,
        }))}
        chosen={props.typed?.grantee}
      />
      <Choice
        name="role"
        label="岗位"
        options={ALL_ROLES.filter((role) => roleRow(role).heldAt.includes(props.office.kind)).map((role) => ({
          value: role,
          label: roleRow(role).zh,
        }))}
        chosen={props.typed?.role}
      />
      <button type="submit">授予</button>
    </div>
  </form>
)

const AccountForm = ({ office, typed, once }: { office: Authority; typed: Typed; once: string }) => (
  <form method="post" action={`/desk/offices/${office.id}/accounts`}>
    <input type="hidden" name="once" value={once} />
    <h2>开通账号</h2>
    <Field
      language="zh"
      name="login"
      label="登录名"
      hint="3–32 个字母、数字或 . _ -"
      required
      value={typed?.login}
      maxLength={32}
    />
    <Field language="zh" name="name" label="姓名" required value={typed?.name} maxLength={60} />
    <Choice
      name="idType"
      label="证件类型"
      options={ID_DOCUMENT_TYPES.map((type) => ({ value: type, label: idDocumentName(type) }))}
      chosen={typed?.idType}
    />
    <Field
      language="zh"
      name="idNumber"
      label="证件号码"
      hint="加密保存，不再显示；同一人的两个账号算一个人"
      required
      maxLength={30}
    />
    <button type="submit">开通并取得启用码</button>
  </form>
)

interface Changing {
  readonly office: Authority
  readonly holders: readonly Holder[]
  readonly moveTo: readonly Authority[]
  readonly typed: Typed
}

const ChangeForms = ({ office, holders, moveTo, typed }: Changing) => {
  const people = holders
    .filter(({ kind, officeId }) => kind === 'account' && officeId === office.id)
    .map(({ id, name, login }) => ({ value: id, label: `${name}（${login}）` }))
  if (people.length === 0) return null
  return (
    <>
      <form method="post" action={`/desk/offices/${office.id}/accounts/name`}>
        <h2>更改姓名</h2>
        <div class="row">
          <Choice name="account" label="账号" options={people} chosen={typed?.account} />
          <Field
            language="zh"
            name="new-name"
            label="新的姓名"
            hint="只改显示的姓名，人还是同一个人"
            required
            value={typed?.['new-name']}
            maxLength={60}
          />
          <button type="submit">更改</button>
        </div>
      </form>
      {moveTo.length > 0 && (
        <form method="post" action={`/desk/offices/${office.id}/accounts/office`}>
          <h2>调到其他机构</h2>
          <p>调动收回此账号在所有机构的岗位，由新的机构重新授予。</p>
          <div class="row">
            <Choice name="moved" label="账号" options={people} chosen={typed?.moved} />
            <Choice
              name="to"
              label="调到"
              options={moveTo.map(({ id, name }) => ({ value: id, label: name }))}
              chosen={typed?.to}
            />
            <button type="submit">调动</button>
          </div>
        </form>
      )}
    </>
  )
}
