import { sourceText } from '../../cycles/source.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { ENTRY_LINES } from './entered-persons.ts'
import type { PaperView, SaidRule } from './view-of-paper.ts'

/** Confirmation and documents of one list: the rules with their words, what was done, what may be done now. */
export function paperPage(frame: Frame, view: PaperView, returned: PaperReturned | null): string {
  const { list } = view
  return deskPage({
    ...frame,
    title: `确认和文件 ${list.fileName}`,
    current: '/desk/lists',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> › <a href={`/desk/lists/${list.id}`}>{list.fileName}</a> ›
        </p>
        <h1>确认和文件</h1>
        <Refused returned={returned} />
        {returned !== null && returned.lines.length > 0 && (
          <RowTable
            caption="文件与名单不一致之处"
            columns={['序号', '不一致']}
            rows={returned.lines.map((line, i) => [String(i + 1), line])}
          />
        )}
        <Standing view={view} />
        <Done view={view} />
        {view.sealing.length > 0 && <ConfirmForm view={view} />}
        {view.may.issue && <IssueForm view={view} typed={returned?.typed ?? {}} />}
        {view.may.register && <RegisterForm view={view} typed={returned?.typed ?? {}} />}
      </>
    ),
  })
}

/** A form that came back, with a line for every difference. */
export interface PaperReturned extends Returned {
  readonly lines: readonly string[]
}

const Rule = ({ rule }: { rule: SaidRule }) =>
  rule.words === null ? (
    <>未规定：{rule.question}</>
  ) : (
    <>
      {rule.words}
      {rule.source !== null && <span class="hint">（{sourceText(rule.source)}）</span>}
    </>
  )

const ORDER = { before: '先确认，后发文', after: '先发文，后确认', null: '没有写明确认的位置' } as const

const Standing = ({ view: { list, rules, held, isReviewed, confirmation } }: { view: PaperView }) => (
  <FactTable
    caption="办理依据"
    facts={[
      { label: '发证机关', value: list.authority },
      { label: '名单', value: `${list.rows} 人${held > 0 ? `，其中 ${held} 人因异议或复查暂缓` : ''}` },
      { label: '审核', value: isReviewed ? '已由他人审核通过' : '还没有审核通过' },
      ...(rules === null
        ? [{ label: '评审', value: '不在本系统评审：登记别处印发的文件，逐人核对' }]
        : [
            { label: '确认与发文', value: ORDER[confirmation ?? 'null'] },
            { label: '由谁确认', value: <Rule rule={rules.resultConfirmer} /> },
            { label: '由谁发文', value: <Rule rule={rules.documentIssuer} /> },
            { label: '职称取得时间', value: <Rule rule={rules.obtainedOn} /> },
          ]),
    ]}
  />
)

const Done = ({ view: { list, paper, officeNames, may } }: { view: PaperView }) => (
  <>
    {paper.confirmations.length > 0 && (
      <RowTable
        caption="评审结果确认"
        columns={['确认机关', '日期', '人数']}
        rows={paper.confirmations.map(({ officeId, confirmedOn, rowCount }) => [
          officeNames.get(officeId) ?? '',
          confirmedOn,
          String(rowCount),
        ])}
      />
    )}
    {paper.documents.length > 0 && (
      <RowTable
        caption="任职资格文件"
        columns={['文号', '发文机关', '发文日期', '人数', '办理']}
        rows={paper.documents.map((document) => [
          document.number,
          document.issuer,
          document.issuedOn,
          String(document.people),
          <div class="actions">
            {document.origin === 'here' ? (
              <Act list={list.id} document={document.id} act="file" label="下载文件" />
            ) : (
              <span>别处印发</span>
            )}
            {paper.confirmations.length > 0 && (
              <Act list={list.id} document={document.id} act="opinions" label="打印确认意见" />
            )}
            {may.certify && (
              <form method="post" action="/desk/certificates/issuing">
                <input type="hidden" name="document" value={document.id} />
                <button type="submit">签发证书</button>
              </form>
            )}
          </div>,
        ])}
      />
    )}
  </>
)

const Act = (props: { list: string; document: string; act: 'file' | 'opinions'; label: string }) => (
  <form method="post" action={`/desk/lists/${props.list}/documents/${props.document}/${props.act}`}>
    <button type="submit" class="quiet">
      {props.label}
    </button>
  </form>
)

const ConfirmForm = ({ view: { list, sealing } }: { view: PaperView }) => (
  <form class="card" method="post" action={`/desk/lists/${list.id}/confirmations`}>
    <h2>确认评审结果</h2>
    <div class="row">
      <Choice
        name="officeId"
        label="确认机关（签章）"
        options={sealing.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={list.authorityId}
      />
      <button type="submit">确认并签章</button>
    </div>
  </form>
)

type Typed = Returned['typed']

/** The document a new one corrects; one that is corrected already is not offered. */
const Corrected = ({ paper: { documents }, typed }: { paper: PaperView['paper']; typed: Typed }) => {
  const replaced = new Set(documents.map(({ replacesId }) => replacesId))
  const open = documents.filter(({ id }) => !replaced.has(id))
  return open.length === 0 ? null : (
    <Choice
      name="replaces"
      label="所更正的文件"
      required={false}
      options={[
        { value: '', label: '不是更正' },
        ...open.map(({ id, number }) => ({ value: id, label: `更正 ${number}` })),
      ]}
      chosen={typed.replaces}
    />
  )
}

const IssueForm = ({ view: { list, paper }, typed }: { view: PaperView; typed: Typed }) => (
  <form class="card" method="post" action={`/desk/lists/${list.id}/documents`}>
    <h2>印发任职资格文件</h2>
    <p class="hint">
      以{list.authority}
      的名义，今天印发；暂缓人员不列入，待处理完毕另行发文。更正的文件列原文件的人员，写明所更正的文号。文件当即制成、签名、存证。
    </p>
    <div class="row">
      <Field
        language="zh"
        name="documentNumber"
        label="发文字号"
        required
        hint="如 云人社发〔2023〕12号"
        maxLength={60}
        value={typed.documentNumber}
      />
      <Corrected paper={paper} typed={typed} />
      <button type="submit">印发文件</button>
    </div>
  </form>
)

const RegisterForm = ({ view: { list, paper }, typed }: { view: PaperView; typed: Typed }) => (
  <form
    class="card"
    method="post"
    enctype="multipart/form-data"
    action={`/desk/lists/${list.id}/documents/elsewhere`}
  >
    <h2>登记别处印发的文件</h2>
    <p class="hint">文件所列人员与名单逐人核对：缺人、多人、资格不同，都不能登记。</p>
    <Field
      language="zh"
      name="number"
      label="文件上的文号"
      required
      hint="如 云人社发〔2023〕12号"
      maxLength={60}
      value={typed.number}
    />
    <Field
      language="zh"
      name="issuedOn"
      label="发文日期"
      required
      hint="如 2023-12-20"
      maxLength={10}
      value={typed.issuedOn}
    />
    <Field
      language="zh"
      name="issuer"
      label="发文机关"
      hint="照文件填写全称"
      maxLength={100}
      value={typed.issuer ?? list.authority}
    />
    <Field
      language="zh"
      name="persons"
      kind="file"
      label="文件所附人员名单"
      accept=".xlsx,.xls,.csv"
      hint="表格：至少有姓名和资格名称两列"
    />
    <Field
      language="zh"
      name="entered"
      kind="lines"
      label="或逐行录入"
      hint={`每行一人：姓名，资格名称，工作单位，专业；最多 ${ENTRY_LINES} 人`}
      value={typed.entered}
    />
    <Field language="zh" name="file" kind="file" label="文件原件" hint="只记下它的摘要，不保存文件" />
    <Corrected paper={paper} typed={typed} />
    <button type="submit">核对并登记</button>
  </form>
)
