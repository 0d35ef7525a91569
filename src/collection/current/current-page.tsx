import { levelGroupName } from '../../policy/level-group.ts'
import { routeName } from '../../titles/route.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { unexplained } from '../acceptance/returned-cell.ts'
import type { OfficeView } from '../board/read-office.ts'
import { EXCEPTION_REASONS, exceptionReasonName } from './exception-reason.ts'
import type { CurrentView, WithoutCertificate } from './read-current.ts'

const COLLECTION = '/desk/collection'

/** An office's documents beside its certificates: who has none, why, and handing in a year that adds up. */
export const currentPage = (
  frame: Frame,
  page: {
    readonly office: OfficeView
    readonly view: CurrentView
    readonly mayEnter: boolean
    readonly returned: Returned | null
  },
): string => {
  const { office, view, mayEnter } = page
  const path = `${COLLECTION}/${office.programme.id}/offices/${office.office.id}`
  const years = [...new Set(view.cells.map(({ year }) => year))]
  const isDone = (year: number) => view.cells.every((cell) => cell.year !== year || unexplained(cell) === 0)
  return deskPage({
    ...frame,
    title: '文件与证书核对',
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> ›{' '}
          <a href={`${COLLECTION}/${office.programme.id}`}>{office.programme.name}</a> ›{' '}
          <a href={path}>{office.office.name}</a> ›
        </p>
        <h1>文件与证书核对</h1>
        <p class="soft">
          任职资格文件中的每个人，应当有证书，或说明没有的原因；个人信息已依法删除的，不必再说明。
        </p>
        <Refused returned={page.returned} />
        {view.cells.length === 0 ? (
          <EmptyState>应报的年份中，本机构的文件没有人：请用零报告。</EmptyState>
        ) : (
          <RowTable
            caption="按年度、级别和取得途径"
            columns={['年度', '级别', '取得途径', '文件人数', '已颁发证书', '已说明', '信息已删除', '未说明']}
            rows={view.cells.map((cell) => [
              String(cell.year),
              levelGroupName(cell.level),
              routeName(cell.route),
              String(cell.documents),
              String(cell.certificates),
              String(cell.explained),
              String(cell.erased),
              unexplained(cell) === 0 ? '0' : <span class="state bad">{unexplained(cell)}</span>,
            ])}
          />
        )}
        {mayEnter &&
          years.filter(isDone).map((year) => (
            <form method="post" action={`${path}/current-returns`} class="actions">
              <input type="hidden" name="year" value={String(year)} />
              <button type="submit">{`${year} 年核对无误，送审`}</button>
            </form>
          ))}
        {years.length > 0 && !years.every(isDone) && (
          <p class="note">还有人没有证书也没有说明的年度，逐人办结后才能送审。</p>
        )}
        {view.without.length > 0 && <Without view={view} mayEnter={mayEnter} path={path} />}
      </>
    ),
  })
}

const Without = ({ view, mayEnter, path }: { view: CurrentView; mayEnter: boolean; path: string }) => (
  <>
    <h2>没有证书的人</h2>
    <RowTable
      caption="文件日期早的在前，最多列出 100 人"
      columns={['姓名', '职称', '取得时间', '文件', '说明原因']}
      rows={view.without.map((one) => [
        <span class="name">{one.name}</span>,
        one.title,
        one.obtainedOn,
        one.document,
        mayEnter ? <Reason one={one} path={path} /> : '—',
      ])}
    />
  </>
)

const Reason = ({ one, path }: { one: WithoutCertificate; path: string }) => (
  <details>
    <summary class="small">说明</summary>
    <form method="post" action={`${path}/exceptions`}>
      <input type="hidden" name="titleId" value={one.titleId} />
      <Choice
        name="reason"
        label="原因"
        options={EXCEPTION_REASONS.map((value) => ({ value, label: exceptionReasonName(value) }))}
      />
      <Field language="zh" name="ground" id={`ground-${one.titleId}`} label="说明" required maxLength={500} />
      <button type="submit">记入</button>
    </form>
  </details>
)
