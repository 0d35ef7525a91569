import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { deskPage } from '../web/desk-page.tsx'
import { Field } from '../web/form.tsx'
import { FactTable, RowTable } from '../web/table.tsx'
import type { FoundList, NamedRow } from './find-list.ts'
import { CURRENT, State, type Frame } from './list-frame.tsx'
import type { Standing } from './standing.ts'

/** One list: where it stands, what the viewer may do now, its people. */
export function listPage(
  frame: Frame,
  page: {
    readonly list: FoundList
    readonly standing: Standing
    readonly rows: readonly NamedRow[]
    readonly next: number | null
    readonly may: {
      readonly submit: boolean
      readonly confirm: boolean
      readonly correct: boolean
      readonly issue: boolean
    }
  },
): string {
  const { list, standing, may } = page
  return deskPage({
    ...frame,
    title: list.fileName,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> ›
        </p>
        <h1>
          {list.fileName} <State standing={standing} />
        </h1>
        <FactTable
          caption="名单"
          facts={[
            { label: '发证机关', value: list.authority },
            { label: '人数', value: String(list.rows) },
            { label: '导入日期', value: list.importedOn },
            ...(list.document === null ? [] : [{ label: '任职资格文件', value: list.document }]),
            ...(list.replaces === null
              ? []
              : [{ label: '更正', value: <a href={`/desk/lists/${list.replaces}`}>原名单</a> }]),
            ...(list.replacedBy === null
              ? []
              : [{ label: '取代者', value: <a href={`/desk/lists/${list.replacedBy}`}>更正后的名单</a> }]),
            ...(standing.requestId === null
              ? []
              : [{ label: '审核', value: <a href={`/desk/approvals/${standing.requestId}`}>查看审核</a> }]),
          ]}
        />
        <div class="actions">
          {may.submit && (
            <form method="post" action={`/desk/lists/${list.id}/submission`}>
              <button type="submit">{standing.kind === 'imported' ? '提交送审' : '重新送审'}</button>
            </form>
          )}
          {may.correct && (
            <a class="button quiet" href={`/desk/lists/new?replaces=${list.id}`}>
              上传更正后的名单
            </a>
          )}
          {may.issue && (
            <form method="post" action="/desk/certificates/issuing">
              <input type="hidden" name="document" value={list.document ?? ''} />
              <button type="submit">签发证书</button>
            </form>
          )}
        </div>
        {may.confirm && <ConfirmForm list={list} />}
        <RowTable
          caption="人员（不显示证件号码）"
          columns={['序号', '姓名', '工作单位', '系列', '专业', '资格名称', '级别', '取得方式', '取得时间']}
          rows={page.rows.map((row) => [
            String(row.position),
            <span class="name">{row.name}</span>,
            row.employer,
            row.series,
            row.specialty,
            row.title,
            levelName(row.level),
            routeName(row.route),
            row.obtainedOn,
          ])}
        />
        {page.next !== null && (
          <p>
            <a href={`/desk/lists/${list.id}?after=${page.next}`}>第 {page.next + 1} 人起 ›</a>
          </p>
        )}
      </>
    ),
  })
}

const ConfirmForm = ({ list }: { list: FoundList }) => (
  <form class="card" method="post" action={`/desk/lists/${list.id}/confirmation`}>
    <h2>以任职资格文件确认</h2>
    <div class="row">
      <Field
        language="zh"
        name="documentNumber"
        label="发文字号"
        required
        hint="如 云人社发〔2023〕12号"
        maxLength={60}
      />
      <Field language="zh" name="issuedOn" label="发文日期" required hint="如 2023-12-20" maxLength={10} />
      <button type="submit">确认名单</button>
    </div>
  </form>
)
