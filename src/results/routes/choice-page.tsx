import type { Cycle } from '../../cycles/cycle.ts'
import { levelName } from '../../titles/level.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { NamedRow } from '../lists/find-list.ts'
import { CURRENT } from '../lists/list-frame.tsx'

/** Ticking who passed out of a cycle's candidates. */
export function choicePage(
  frame: Frame,
  page: {
    readonly cycle: Cycle
    readonly rows: readonly NamedRow[]
    /** The approved list that this choice would replace, and whom it holds. */
    readonly current: { readonly id: string; readonly personIds: ReadonlySet<string> } | null
  },
): string {
  const { cycle, rows, current } = page
  const title = '勾选通过人员'
  return deskPage({
    ...frame,
    title,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={`/desk/lists/cycles/${cycle.id}`}>
            {cycle.year} 年度 {cycle.name}
          </a>{' '}
          ›
        </p>
        <h1>{title}</h1>
        <p>
          勾选评审通过的人员，生成评审通过名单；姓名、单位、申报的职称照上会名单。
          {current !== null && '已有通过名单：本次勾选将取代它，原有审核作废。'}
        </p>
        {rows.length === 0 && <EmptyState>还没有人员名单：请先上传。</EmptyState>}
        <form method="post" action={`/desk/lists/cycles/${cycle.id}/choice`} hidden={rows.length === 0}>
          {current !== null && <input type="hidden" name="replaces" value={current.id} />}
          {cycle.route !== 'confirmation' && (
            <Field
              language="zh"
              name="obtainedOn"
              label="取得时间"
              hint="如 2023-11-12；按规定由文件等确定的不填"
              maxLength={10}
            />
          )}
          <RowTable
            caption={`${rows.length} 人`}
            columns={['通过', '姓名', '工作单位', '系列', '专业', '资格名称', '级别']}
            rows={rows.map((row) => [
              <label class="choice">
                <input
                  type="checkbox"
                  name="rowId"
                  value={row.id}
                  checked={current?.personIds.has(row.personId) === true}
                  disabled={row.isErased}
                />
                {row.position}
              </label>,
              <span class="name">{row.name}</span>,
              row.employer,
              row.series,
              row.specialty,
              row.title,
              levelName(row.level),
            ])}
          />
          <button type="submit">生成通过名单</button>
        </form>
      </>
    ),
  })
}
