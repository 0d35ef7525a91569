import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { kindName, type Authority } from '../authority.ts'
import { POWER_LEVELS, POWERS, powerLine, type PowerGrant } from '../power.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { CURRENT } from './offices-page.tsx'

export interface OfficeView {
  readonly office: Authority
  readonly parent: Authority | null
  readonly powers: readonly (PowerGrant & { readonly decidedOn: string })[]
  /** Where it may be moved to; none when the viewer may not change it. */
  readonly parents: readonly Authority[]
  readonly may: {
    readonly change: boolean
    readonly empower: boolean
    readonly register: boolean
    readonly people: boolean
  }
}

/** One office: what it is, what it may do, and what the viewer may change. */
export const officePage = (frame: Frame, view: OfficeView, returned: Returned | null = null): string => {
  const { office, may } = view
  return deskPage({
    ...frame,
    title: office.name,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/offices">机构</a> ›
        </p>
        <h1>
          {office.name} {office.state === 'closed' && <span class="state bad">已撤销</span>}
        </h1>
        <Refused returned={returned} />
        <FactTable caption="机构" facts={factsOf(view)} />
        <div class="actions">
          {may.people && (
            <a class="button quiet" href={`/desk/offices/${office.id}/people`}>
              人员和岗位
            </a>
          )}
          {may.register && (
            <a class="button quiet" href={`/desk/offices/${office.id}/new`}>
              登记下级机构
            </a>
          )}
        </div>
        <Powers view={view} />
        {may.empower && <PowerForm office={office} typed={returned?.typed} />}
        {may.change && <ChangeForm view={view} typed={returned?.typed} />}
        {may.change && <CloseForm office={office} />}
      </>
    ),
  })
}

const factsOf = ({ office, parent }: OfficeView) => [
  { label: '类型', value: kindName(office.kind) },
  { label: '上级机构', value: parent === null ? '—' : parent.name },
  { label: '统一社会信用代码', value: <span class="mono">{office.creditCode}</span> },
  { label: '行政区划代码', value: <span class="mono">{office.place}</span> },
  { label: '机关代字', value: office.documentWord ?? '不发文' },
  { label: '证书编号前缀', value: office.numberPrefix ?? '不发证' },
  { label: '印章', value: office.sealName ?? '没有印章' },
]

const Powers = ({ view: { powers, may } }: { view: OfficeView }) =>
  powers.length === 0 ? (
    <EmptyState>这个机构没有确认、签发或备案的权限。</EmptyState>
  ) : (
    <RowTable
      caption="权限"
      columns={['权限', '授予日期', '']}
      rows={powers.map((power) => [
        powerLine(power),
        power.decidedOn,
        may.empower ? <a href={`/desk/powers/${power.id}`}>收回</a> : '',
      ])}
    />
  )

type Typed = Readonly<Record<string, string>> | undefined

const PowerForm = ({ office, typed }: { office: Authority; typed: Typed }) => (
  <form method="post" action={`/desk/offices/${office.id}/powers`}>
    <h2>授予权限</h2>
    <Choice
      name="power"
      label="权限"
      options={Object.entries(POWERS).map(([value, label]) => ({ value, label }))}
      chosen={typed?.power}
    />
    <fieldset>
      <legend>级别</legend>
      {Object.entries(POWER_LEVELS).map(([code, name]) => (
        <label class="choice">
          <input
            type="checkbox"
            name={`level-${code}`}
            value="on"
            checked={typed?.[`level-${code}`] === 'on'}
          />
          {name}
        </label>
      ))}
    </fieldset>
    <Field
      language="zh"
      name="series"
      label="系列"
      hint="系列名称，用逗号分开；不填为全部系列"
      value={typed?.series}
      maxLength={600}
    />
    <div class="row">
      <Field language="zh" name="fromYear" label="起于年度" required value={typed?.fromYear} maxLength={4} />
      <Field
        language="zh"
        name="throughYear"
        label="止于年度"
        hint="不填为不限"
        value={typed?.throughYear}
        maxLength={4}
      />
    </div>
    <Field
      language="zh"
      name="ground"
      label="依据的文件或条款"
      required
      value={typed?.ground}
      maxLength={80}
    />
    <button type="submit">授予</button>
  </form>
)

const ChangeForm = ({ view: { office, parents }, typed }: { view: OfficeView; typed: Typed }) => (
  <form method="post" action={`/desk/offices/${office.id}/changes`}>
    <h2>变更机构</h2>
    <p class="hint">已签发的证书仍写原来的名称。</p>
    <Field
      language="zh"
      name="name"
      label="名称"
      required
      value={typed?.name ?? office.name}
      maxLength={40}
    />
    <Field
      language="zh"
      name="sealName"
      label="印章上的名称"
      hint="没有印章则不填"
      value={typed?.sealName ?? office.sealName ?? ''}
      maxLength={40}
    />
    <Field
      language="zh"
      name="documentWord"
      label="机关代字"
      hint="不发文则不填"
      value={typed?.documentWord ?? office.documentWord ?? ''}
      maxLength={12}
    />
    <Choice
      name="parentId"
      label="上级机构"
      options={parents.map(({ id, name }) => ({ value: id, label: name }))}
      chosen={typed?.parentId ?? office.parentId ?? ''}
    />
    <Field language="zh" name="change-ground" label="依据的文件" required maxLength={80} />
    <button type="submit">变更</button>
  </form>
)

const CloseForm = ({ office }: { office: Authority }) => (
  <form method="post" action={`/desk/offices/${office.id}/closing`}>
    <h2>撤销机构</h2>
    <p class="hint">撤销后不能恢复；它签发的证书不受影响，由上级机构办理后续事项。</p>
    <Field language="zh" name="close-ground" label="撤销依据的文件" required maxLength={80} />
    <button type="submit" class="danger">
      撤销这个机构
    </button>
  </form>
)

/** Asked before a power is taken back: on what ground. */
export const powerPage = (
  frame: Frame,
  { power, office }: { readonly power: PowerGrant; readonly office: Authority },
): string =>
  deskPage({
    ...frame,
    title: '收回权限',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={`/desk/offices/${office.id}`}>{office.name}</a> ›
        </p>
        <h1>收回权限</h1>
        <p>{powerLine(power)}</p>
        <form method="post" action={`/desk/powers/${power.id}/withdrawal`}>
          <Field language="zh" name="ground" label="依据的文件" required maxLength={80} />
          <button type="submit" class="danger">
            收回
          </button>
        </form>
      </>
    ),
  })
