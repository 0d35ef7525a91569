import type { Cycle } from '../../cycles/cycle.ts'
import type { Authority } from '../../identity/authority.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { Choice, type Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { ErrorSummary, Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import { CURRENT, stageName } from './list-frame.tsx'
import type { ListStage } from './schema.ts'

export interface UploadForm {
  readonly authority: string
  readonly office: string
  /** '' for what was reviewed elsewhere. */
  readonly cycle: string
  readonly stage: ListStage
  readonly replaces: string | null
}

/** Where a spreadsheet is handed in. `mine`: the offices the viewer may bring lists for. */
export function uploadPage(
  frame: Frame,
  page: {
    readonly form: UploadForm
    readonly mine: readonly Authority[]
    readonly confirming: readonly Authority[]
    readonly cycles: readonly Cycle[]
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
        <h1>{form.replaces === null ? '上传名单' : '上传更正后的名单'}</h1>
        <ErrorSummary language="zh" errors={error ? [{ field: 'file', message: error }] : []} />
        <p>
          接受 xlsx、xls 和
          csv。整份检查：有一格不合格就一行也不导入，并一次列出全部问题；被退回的文件不保存。同一年度评审、同一阶段已有名单的，先列出不同之处，确认后取代。
        </p>
        <p>
          空白表格：
          <a href="/desk/lists/template?cycle=1&stage=candidates">上会名单</a>、
          <a href="/desk/lists/template?cycle=1&stage=approved">评审通过名单</a>、
          <a href="/desk/lists/template">不在本系统评审的通过名单</a>
        </p>
        <form method="post" action="/desk/lists" enctype="multipart/form-data">
          {form.replaces !== null && <input type="hidden" name="replaces" value={form.replaces} />}
          {form.replaces !== null ? (
            <>
              <input type="hidden" name="cycle" value={form.cycle} />
              <input type="hidden" name="stage" value={form.stage} />
            </>
          ) : (
            <>
              <Choice
                name="cycle"
                label="年度评审"
                options={[
                  ...page.cycles.map(({ id, year, name }) => ({ value: id, label: `${year} 年度 ${name}` })),
                  { value: '', label: '不在本系统评审（省里评审、自主评审单位的结果）' },
                ]}
                chosen={form.cycle}
                required={false}
              />
              <Choice
                name="stage"
                label="名单"
                options={STAGES.map((stage) => ({ value: stage, label: stageName(stage) }))}
                chosen={form.stage}
              />
            </>
          )}
          <Choice name="office" label="报送机构" options={named(page.mine)} chosen={form.office} />
          <Choice
            name="authority"
            label="发证机关"
            options={named(page.confirming)}
            chosen={form.authority}
          />
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

const STAGES: readonly ListStage[] = ['candidates', 'approved']

const named = (offices: readonly Authority[]) =>
  offices.map(({ creditCode, name }) => ({ value: creditCode, label: name }))

const MOST_SHOWN = 500

/** A file that was not taken in: every cell with its reason, and the same workbook marked. */
export function defectsPage(
  frame: Frame,
  page: {
    readonly fileName: string
    readonly defects: readonly Defect[]
    /** All there are; at most 10,000 of each are in `defects`. */
    readonly totals: { readonly refusals: number; readonly warnings: number }
    /** Null: too large to be marked. */
    readonly marked: Uint8Array | null
  },
): string {
  const { refusals, warnings } = page.totals
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
            {page.fileName} 有 {refusals} 处必须改正，{warnings}{' '}
            处提醒。请改正后整份重新上传。本文件没有保存。
            {page.marked === null &&
              '文件太大，没有标注好的表格：请照下表改正，可先用命令行 zhengxin check 取得全部问题。'}
          </p>
        </div>
        <p class="actions">
          {page.marked !== null && (
            <a
              class="button"
              download={`标注-${page.fileName.replace(/\.[^.]*$/, '')}.xlsx`}
              href={dataUrl(page.marked)}
            >
              下载标注好的表格
            </a>
          )}
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
            page.defects.length > MOST_SHOWN
              ? `前 ${MOST_SHOWN} 处${page.marked === null ? '' : '（全部见标注好的表格）'}`
              : '全部问题'
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
