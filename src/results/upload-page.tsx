import type { Authority } from '../identity/authority.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import { deskPage } from '../web/desk-page.tsx'
import { ErrorSummary, Field } from '../web/form.tsx'
import { RowTable } from '../web/table.tsx'
import { CURRENT, type Frame } from './list-frame.tsx'

export interface UploadForm {
  readonly authority: string
  readonly office: string
  readonly replaces: string | null
}

/** Where a spreadsheet is handed in. `mine`: the offices the viewer may bring lists for. */
export function uploadPage(
  frame: Frame,
  page: {
    readonly form: UploadForm
    readonly mine: readonly Authority[]
    readonly confirming: readonly Authority[]
    readonly error?: string
  },
): string {
  const { form, error } = page
  return deskPage({
    ...frame,
    title: form.replaces === null ? '上传名单' : '上传更正后的名单',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> ›
        </p>
        <h1>{form.replaces === null ? '上传评审通过人员名单' : '上传更正后的名单'}</h1>
        <ErrorSummary language="zh" errors={error ? [{ field: 'file', message: error }] : []} />
        <p>
          接受 xlsx、xls 和
          csv。整份检查：有一格不合格就一行也不导入，并一次列出全部问题；被退回的文件不保存。
        </p>
        <form method="post" action="/desk/lists" enctype="multipart/form-data">
          {form.replaces !== null && <input type="hidden" name="replaces" value={form.replaces} />}
          <Choice name="office" label="报送机构" offices={page.mine} chosen={form.office} />
          <Choice name="authority" label="发证机关" offices={page.confirming} chosen={form.authority} />
          <Field
            language="zh"
            name="file"
            label="名单文件"
            kind="file"
            accept=".xlsx,.xls,.csv"
            required
            hint="最大 32 MB"
            error={error}
          />
          <button type="submit">检查并导入</button>
        </form>
      </>
    ),
  })
}

const Choice = (props: {
  readonly name: string
  readonly label: string
  readonly offices: readonly Authority[]
  readonly chosen: string
}) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <select id={props.name} name={props.name} required>
      {props.offices.map(({ creditCode, name }) => (
        <option value={creditCode} selected={creditCode === props.chosen}>
          {name}
        </option>
      ))}
    </select>
  </div>
)

const MOST_SHOWN = 500

/** A file that was not taken in: every cell with its reason, and the same workbook marked. */
export function defectsPage(
  frame: Frame,
  page: { readonly fileName: string; readonly defects: readonly Defect[]; readonly marked: Uint8Array },
): string {
  const refused = page.defects.filter(({ severity }) => severity === 'refusal').length
  return deskPage({
    ...frame,
    title: '名单需要更正',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> ›
        </p>
        <h1>名单需要更正：一行也没有导入</h1>
        <div class="note error">
          <p>
            {page.fileName} 有 {refused} 处必须改正，{page.defects.length - refused}{' '}
            处提醒。请改正后整份重新上传。本文件没有保存。
          </p>
        </div>
        <p class="actions">
          <a
            class="button"
            download={`标注-${page.fileName.replace(/\.[^.]*$/, '')}.xlsx`}
            href={dataUrl(page.marked)}
          >
            下载标注好的表格
          </a>
          <a class="button quiet" href="/desk/lists/new">
            重新上传
          </a>
          {page.defects.some(({ code }) => code === 'spreadsheets/missing-header') && (
            <a class="button quiet" href="/desk/list-headers">
              指明列名
            </a>
          )}
        </p>
        <RowTable
          caption={
            page.defects.length > MOST_SHOWN ? `前 ${MOST_SHOWN} 处（全部见标注好的表格）` : '全部问题'
          }
          columns={['位置', '列', '单元格内容', '原因', '性质']}
          rows={page.defects
            .slice(0, MOST_SHOWN)
            .map(({ sheet, row, column, value, reason, severity }) => [
              `${sheet} 第 ${row} 行`,
              column,
              value,
              reason,
              <span class={`state ${severity === 'refusal' ? 'bad' : 'wait'}`}>
                {severity === 'refusal' ? '须改正' : '提醒'}
              </span>,
            ])}
        />
      </>
    ),
  })
}

// In the page itself: what was refused is kept nowhere, so nothing can be fetched later.
const dataUrl = (workbook: Uint8Array): string =>
  `data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,${Buffer.from(workbook).toString('base64')}`
