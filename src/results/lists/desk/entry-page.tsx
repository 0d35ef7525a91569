import type { Cycle } from '../../../cycles/cycle.ts'
import type { Authority } from '../../../identity/authority.ts'
import { idDocumentName } from '../../../people/id-document.ts'
import type { Defect } from '../../../spreadsheets/defect.ts'
import { Choice, type Frame } from '../../../web/desk-form.tsx'
import { deskPage } from '../../../web/desk-page.tsx'
import { Field } from '../../../web/form.tsx'
import type { ListColumn } from '../approved-columns.ts'
import { entryColumns, isEmptyRow, type EnteredRow } from '../entered-list.ts'
import { CURRENT, stageName } from '../list-frame.tsx'
import type { ListStage } from '../schema.ts'

/** A form has room for so many people; more are a spreadsheet's matter. */
export const ENTRY_ROWS = 5

/** A short list typed by hand, judged as a spreadsheet would be. */
export function entryPage(
  frame: Frame,
  page: {
    readonly cycle: Cycle
    readonly stage: ListStage
    readonly confirming: readonly Authority[]
    readonly authority: string
    readonly rows: readonly EnteredRow[]
    /** Of the typed rows; row 2 is the first. */
    readonly defects: readonly Defect[]
  },
): string {
  const { cycle, stage, rows, defects } = page
  const columns = entryColumns(stage)
  const refused = defects.filter(({ severity }) => severity === 'refusal')
  return deskPage({
    ...frame,
    title: `录入${stageName(stage)}`,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={`/desk/lists/cycles/${cycle.id}`}>
            {cycle.year} 年度 {cycle.name}
          </a>{' '}
          ›
        </p>
        <h1>录入{stageName(stage)}</h1>
        {refused.length > 0 && (
          <div class="note error" role="alert">
            <p>有 {refused.length} 处必须改正，一行也没有导入。</p>
          </div>
        )}
        <p>
          最多 {ENTRY_ROWS} 人，空行不算，带 * 的必填；检查与上传表格相同。人多时请
          <a href={`/desk/lists/new?cycle=${cycle.id}&stage=${stage}`}>上传表格</a>。
        </p>
        <form method="post" action={`/desk/lists/cycles/${cycle.id}/entry`}>
          <input type="hidden" name="stage" value={stage} />
          <Choice
            name="authority"
            label="发证机关"
            options={page.confirming.map(({ creditCode, name }) => ({ value: creditCode, label: name }))}
            chosen={page.authority}
          />
          {Array.from({ length: ENTRY_ROWS }, (_, i) => (
            <details class="card" open={i === 0 || hasAny(rows[i])}>
              <summary>第 {i + 1} 人</summary>
              <div class="row">
                {columns.map(({ key, header, choices, note, required }) => {
                  const name = `${key}-${i}`
                  const typed = rows[i]?.[key]
                  const wrong = reasonsAt(defects, rowOf(rows, i), header)
                  if (choices)
                    return (
                      <Choice
                        name={name}
                        label={required ? `${header} *` : header}
                        required={false}
                        chosen={typed ?? usual(key)}
                        options={[
                          { value: '', label: '—' },
                          ...choices.map((value) => ({ value, label: value })),
                        ]}
                      />
                    )
                  return (
                    <Field
                      language="zh"
                      name={name}
                      label={required ? `${header} *` : header}
                      hint={key === 'idNumber' ? undefined : note}
                      value={typed}
                      error={wrong}
                      maxLength={120}
                    />
                  )
                })}
              </div>
              {reasonsOfRow(defects, rowOf(rows, i), columns).map((reason) => (
                <p class="wrong">{reason}</p>
              ))}
            </details>
          ))}
          <button type="submit">检查并导入</button>
        </form>
      </>
    ),
  })
}

// Most have one; a row with nothing else in it is still empty.
const usual = (key: ListColumn): string => (key === 'idType' ? idDocumentName('resident-identity-card') : '')

const hasAny = (row: EnteredRow | undefined): boolean => row !== undefined && !isEmptyRow(row)

/** Where a typed row stands in the table made of them: empty ones are left out, row 1 is the header. */
const rowOf = (rows: readonly EnteredRow[], i: number): number =>
  hasAny(rows[i]) ? 2 + rows.slice(0, i).filter(hasAny).length : 0

const reasonsAt = (defects: readonly Defect[], row: number, header: string): string | undefined =>
  defects
    .filter((defect) => defect.row === row && defect.column === header)
    .map(({ reason }) => reason)
    .join('；') || undefined

/** What belongs to no text field: a choice, or the row itself. */
const reasonsOfRow = (
  defects: readonly Defect[],
  row: number,
  columns: ReturnType<typeof entryColumns>,
): readonly string[] => {
  const shown = new Set(columns.flatMap(({ header, choices }) => (choices ? [] : [header])))
  return defects
    .filter((defect) => defect.row === row && !shown.has(defect.column))
    .map(({ column, reason }) => (column === '' ? reason : `${column}：${reason}`))
}
