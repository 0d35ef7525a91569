import type { CertificateRecord } from '../../credentials/record.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { scopeLine } from '../../titles/validity-scope.ts'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import type { CertificateAtDesk } from './find-at-desk.ts'
import { lifeActName, stateName, type LifeAct, type StatusAct } from '../life-cycle.ts'
import { memberName } from '../changes/member-name.ts'
import type { PlanAtDesk } from './plans-at-desk.ts'
import { CORRECT, CorrectionForm, REISSUE, ReissueForm, StatusForm } from './change-forms.tsx'
import { Carried, CURRENT, DecidedIn, State, type Typed } from './frame.tsx'
import { PlanTable } from './plan-page.tsx'
import { PurposeField } from './search-page.tsx'

export interface CertificateView {
  readonly certificate: CertificateAtDesk
  readonly plans: readonly PlanAtDesk[]
  /** What the signed envelope says, and the grounds, oldest first; null until a purpose is given. */
  readonly opened: { readonly record: CertificateRecord; readonly grounds: readonly string[] } | null
  /** The acts the viewer may propose now. */
  readonly acts: readonly LifeAct[]
  /** Whether the viewer can have the file: it was signed before, or they may sign it. */
  readonly mayTakeFile: boolean
}

/** One certificate: what it says, what became of it, what the viewer may propose. */
export const certificatePage = (
  frame: Frame,
  view: CertificateView,
  typed: Typed = {},
  returned: Returned | null = null,
): string => {
  const { certificate, opened, plans } = view
  return deskPage({
    ...frame,
    title: certificate.number,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>证书</a> ›{' '}
          <a href={`${CURRENT}/documents/${certificate.documentId}`}>{certificate.document}</a> ›
        </p>
        <h1>
          <span class="mono">{certificate.number}</span> <State state={certificate.state} />
        </h1>
        <Refused returned={returned} />
        {certificate.newer && (
          <p class="note">
            这一版已由 <a href={`${CURRENT}/${certificate.newer.id}`}>{certificate.newer.number}</a>{' '}
            取代；变更请对最新一版提出，旧版随之处理。
          </p>
        )}
        <Facts view={view} />
        <div class="actions">
          <a class="button quiet" href={`/v/${certificate.code}`}>
            公众核验页
          </a>
          {opened && view.mayTakeFile && (
            <form method="post" action={`${CURRENT}/${certificate.id}/file`}>
              <Carried typed={typed} names={['purpose']} />
              <button type="submit" class="quiet">
                下载 PDF（留痕）
              </button>
            </form>
          )}
        </div>
        {opened && !view.mayTakeFile && (
          <p class="soft small">
            PDF
            还没有制作好：签发、更正和换发之后都会自动制作。仍然没有的，请发证机关的用印人在任职资格文件的页面上制作。
          </p>
        )}
        {!opened && <OpenForm id={certificate.id} typed={typed} />}
        <h2>变更经过</h2>
        <History view={view} />
        <Versions certificate={certificate} />
        {plans.length > 0 && (
          <>
            <h2>提出的变更</h2>
            <PlanTable plans={plans} caption="新的在前；已核准的，打开后办理" />
          </>
        )}
        {opened && view.acts.length > 0 && (
          <Proposals view={view} record={opened.record} typed={typed} returned={returned} />
        )}
      </>
    ),
  })
}

const OpenForm = ({ id, typed }: { id: string; typed: Typed }) => (
  <form class="card" method="post" action={`${CURRENT}/${id}`}>
    <h2>打开证书</h2>
    <p>写明事由后显示姓名和变更的理由，可以下载 PDF、提出变更。</p>
    <PurposeField typed={typed} />
    <button type="submit">打开</button>
  </form>
)

function Facts({ view: { certificate, opened } }: { view: CertificateView }) {
  const says = opened?.record ?? { ...certificate, issuer: { name: certificate.authority } }
  const scope = scopeLine(says.scope)
  return (
    <FactTable
      caption={opened ? '证书内容（取自签名）' : '证书'}
      facts={[
        ...(opened ? [{ label: '姓名', value: <b class="name">{opened.record.name}</b> }] : []),
        { label: '职称名称', value: says.title },
        { label: '职称级别', value: levelName(says.level) },
        { label: '职称系列', value: says.series },
        { label: '专业', value: says.specialty },
        { label: '取得方式', value: routeName(says.route) },
        { label: '取得时间', value: says.obtainedOn },
        ...(says.committee === null ? [] : [{ label: '评审委员会', value: says.committee }]),
        { label: '批准文号', value: says.document },
        ...(scope === null ? [] : [{ label: '适用范围', value: scope }]),
        { label: '发证机关', value: says.issuer.name },
        { label: '签发日期', value: `${says.issuedOn}（第 ${certificate.version} 版）` },
      ]}
    />
  )
}

function History({ view: { certificate, opened } }: { view: CertificateView }) {
  if (certificate.changes.length === 0) return <EmptyState>签发以来没有变更。</EmptyState>
  return (
    <RowTable
      caption="旧的在前"
      columns={['自何日起', '办理', '变为', '决定文号', ...(opened ? ['理由'] : []), '办理人']}
      rows={certificate.changes.map((change, i) => [
        change.effectiveOn,
        lifeActName(change.act) + changedWords(change.changed),
        stateName(change.state),
        <DecidedIn decision={change} />,
        ...(opened ? [opened.grounds[i] ?? '—'] : []),
        change.by,
      ])}
    />
  )
}

const changedWords = (changed: readonly string[] | null): string =>
  changed === null || changed.length === 0 ? '' : `：${changed.map(memberName).join('、')}`

const Versions = ({ certificate: { id, versions } }: { certificate: CertificateAtDesk }) =>
  versions.length < 2 ? null : (
    <>
      <h2>各版本</h2>
      <RowTable
        caption="旧的在前"
        columns={['版本', '证书编号', '现状']}
        rows={versions.map((each) => [
          `第 ${each.version} 版`,
          each.id === id ? (
            <span class="mono">{each.number}（本页）</span>
          ) : (
            <a class="mono" href={`${CURRENT}/${each.id}`}>
              {each.number}
            </a>
          ),
          <State state={each.state} />,
        ])}
      />
    </>
  )

function Proposals(props: {
  view: CertificateView
  record: CertificateRecord
  typed: Typed
  returned: Returned | null
}) {
  const { view, record, typed, returned } = props
  const { id } = view.certificate
  const { acts } = view
  const status = acts.filter((act): act is StatusAct => act !== 'correct' && act !== 'reissue')
  // The form that was not taken is the one whose own fields came back.
  const posted = (form: string) => (`${form}document` in typed ? returned : null)
  return (
    <>
      <h2>提出变更</h2>
      {status.length > 0 && <StatusForm id={id} typed={typed} acts={status} returned={posted('')} />}
      {acts.includes('correct') && (
        <CorrectionForm id={id} typed={typed} record={record} returned={posted(CORRECT)} />
      )}
      {acts.includes('reissue') && <ReissueForm id={id} typed={typed} returned={posted(REISSUE)} />}
    </>
  )
}
