import { setImmediate as breath } from 'node:timers/promises'
import type { Authority } from '../../identity/authority.ts'
import { Choice, type Frame, Refused, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import type { CheckedBatch, CheckedRow } from './check-batch.ts'
import { fileNameOf, receiptPrint } from './receipt-print.tsx'
import { saidOf, VERDICT_WORDS } from './result-workbook.ts'

const CURRENT = '/desk/verifications'

/** Where an office hands in a list to check, or a single certificate. */
export function batchFormPage(
  frame: Frame,
  page: { readonly offices: readonly Authority[]; readonly returned: Returned | null },
): string {
  const { offices, returned } = page
  const typed = returned?.typed ?? {}
  return deskPage({
    ...frame,
    title: '批量核验',
    current: CURRENT,
    children: (
      <>
        <h1>批量核验证书</h1>
        <p>
          一次核验一份名单，得到逐行的结论、结果表格和可以归档的签名回执。上传的名单只用来核验，不保存。
          <a href="/desk/verifications/template">下载空白名单</a>
        </p>
        <Refused returned={returned} />
        <form method="post" action={CURRENT} enctype="multipart/form-data">
          {offices.length > 1 && (
            <Choice
              name="office"
              label="核验单位"
              options={offices.map(({ creditCode, name }) => ({ value: creditCode, label: name }))}
              chosen={typed['office']}
            />
          )}
          <Field
            language="zh"
            name="purpose"
            label="核验事由"
            hint="如“2026 年岗位聘用”。会留在操作记录里，被核验的人可以看到。"
            required
            maxLength={200}
            value={typed['purpose'] ?? frame.viewer.purpose ?? ''}
          />
          <div class="card">
            <h2>核验一份名单</h2>
            <Field
              language="zh"
              name="file"
              label="名单文件"
              kind="file"
              accept=".xlsx,.xls,.csv,.json"
              hint="xlsx、xls 或 csv，最多 10000 行。要有“姓名”和“证书编号”两列；也可加“证件号码”“查验码”；有“取得年度”“职称级别”“发证单位”的，没有查到时会说明当年归集到哪里、该问哪个单位。其他列不看。"
            />
          </div>
          <div class="card">
            <h2>或者，只核验一份证书</h2>
            <div class="row">
              <Field language="zh" name="number" label="证书编号" maxLength={64} value={typed['number']} />
              <Field language="zh" name="name" label="持证人姓名" maxLength={200} value={typed['name']} />
              <Field language="zh" name="idNumber" label="证件号码（可不填）" maxLength={40} />
            </div>
          </div>
          <button type="submit">核验并出具回执</button>
        </form>
      </>
    ),
  })
}

const MOST_SHOWN = 300

/** What a list came to. Everything to take home is in the page itself, because nothing of it is kept here. */
export async function batchResultPage(
  frame: Frame,
  batch: CheckedBatch,
  workbook: Uint8Array,
): Promise<string> {
  const { rows, defects, receipt, office } = batch
  const attention = rows.filter(({ answer }) => answer.verdict !== 'valid')
  const valid = rows.filter(({ answer }) => answer.verdict === 'valid')
  const print = receipt ? await receiptPrint(batch, receipt) : ''
  const stem = (receipt?.checkedAt ?? '').slice(0, 10)
  const page = deskPage({
    ...frame,
    title: '核验结果',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>批量核验</a> ›
        </p>
        <h1>核验结果</h1>
        <p class="soft">
          {office.name}
          {receipt && `，${receipt.checkedAt.slice(0, 19).replace('T', ' ')}`}
        </p>
        <ul class="figures">
          <Figure count={valid.length} label="有效" />
          <Figure count={count(rows, 'not-valid')} label="无效" />
          <Figure count={count(rows, 'cannot-tell')} label="无法判定" />
          <Figure count={new Set(defects.map(({ sheet, row }) => `${sheet}|${row}`)).size} label="没有核验" />
        </ul>
        <div class="note">
          <p>离开本页就不能再取：名单和结果都不保存，请先下载。</p>
        </div>
        <p class="actions">
          <a class="button" download={`核验结果-${stem}.xlsx`} href={PLACES.workbook}>
            下载结果表格
          </a>
          {receipt && (
            <>
              <a class="button quiet" download={fileNameOf(receipt)} href={PLACES.receipt}>
                下载签名回执
              </a>
              <a class="button quiet" download={`核验回执-${stem}.html`} href={PLACES.print}>
                下载打印版
              </a>
            </>
          )}
        </p>
        {defects.length > 0 && <Unreadable batch={batch} />}
        {attention.length > 0 && <Attention rows={attention} />}
        {valid.length > 0 && <Valid rows={valid} />}
      </>
    ),
  })
  // Base64 has nothing to escape: looking for it in megabytes would hold everybody up.
  const files = [
    [PLACES.workbook, XLSX, workbook],
    [PLACES.receipt, 'application/json', receipt?.file ?? ''],
    [PLACES.print, 'text/html', print],
  ] as const
  let whole = page
  for (const [place, mediaType, content] of files) {
    await breath()
    whole = whole.replace(`"${place}"`, () => `"${dataUrl(mediaType, Buffer.from(content))}"`)
  }
  return whole
}

// Where the files go once the page is drawn. What was brought here cannot imitate them: its quotes are escaped.
const PLACES = { workbook: 'data:workbook', receipt: 'data:receipt', print: 'data:print' } as const

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const dataUrl = (mediaType: string, bytes: Uint8Array): string =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`

const count = (rows: readonly CheckedRow[], verdict: CheckedRow['answer']['verdict']): number =>
  rows.filter(({ answer }) => answer.verdict === verdict).length

const Figure = (props: { readonly count: number; readonly label: string }) => (
  <li>
    <b>{props.count}</b>
    {props.label}
  </li>
)

const shownOf = (length: number): string =>
  length > MOST_SHOWN ? `前 ${MOST_SHOWN} 行，共 ${length} 行（全部见结果表格）` : `${length} 行`

const STATES = { valid: 'good', 'not-valid': 'bad', 'cannot-tell': 'wait' } as const

const nameOf = ({ asked, answer }: CheckedRow) => (
  <span class="name">{asked.name || (answer.certificate?.name ?? '')}</span>
)

const numberOf = ({ asked, answer }: CheckedRow): string => asked.number || (answer.certificate?.number ?? '')

const Attention = ({ rows }: { readonly rows: readonly CheckedRow[] }) => (
  <RowTable
    caption={`需要留意的：${shownOf(rows.length)}`}
    columns={['行号', '姓名', '证书编号', '结论', '说明']}
    rows={rows.slice(0, MOST_SHOWN).map((row) => {
      const { verdict } = row.answer
      const state = <span class={`state ${STATES[verdict]}`}>{VERDICT_WORDS[verdict]}</span>
      return [row.asked.row, nameOf(row), numberOf(row), state, saidOf(row.answer)]
    })}
  />
)

const Valid = ({ rows }: { readonly rows: readonly CheckedRow[] }) => (
  <RowTable
    caption={`有效的：${shownOf(rows.length)}`}
    columns={['行号', '姓名', '证书编号', '职称', '专业', '取得时间', '适用范围']}
    rows={rows.slice(0, MOST_SHOWN).map((row) => {
      const { certificate } = row.answer
      return [
        row.asked.row,
        nameOf(row),
        numberOf(row),
        `${certificate?.title ?? ''}（${certificate?.level.name ?? ''}）`,
        certificate?.specialty ?? '',
        certificate?.obtainedOn ?? '',
        certificate?.scope.text ?? '未限定',
      ]
    })}
  />
)

const Unreadable = ({ batch: { defects } }: { batch: CheckedBatch }) => (
  <RowTable
    caption={`没有核验的：${shownOf(defects.length)}`}
    columns={['位置', '列', '单元格内容', '原因']}
    rows={defects
      .slice(0, MOST_SHOWN)
      .map(({ sheet, row, column, value, reason }) => [
        `${sheet} 第 ${row} 行`,
        column,
        value || '—',
        reason,
      ])}
  />
)
