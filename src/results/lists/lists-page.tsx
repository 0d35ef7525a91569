import type { Cycle } from '../../cycles/cycle.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { FoundList } from './find-list.ts'
import { CURRENT, nextStep, stageName, State } from './list-frame.tsx'
import type { Standing } from './standing.ts'

/** All lists in reach. */
export function listsPage(
  frame: Frame,
  page: {
    readonly lists: readonly {
      readonly list: FoundList
      readonly standing: Standing
      readonly cycle: Cycle | null
    }[]
    readonly next: string | null
    readonly mayImport: boolean
  },
): string {
  return deskPage({
    ...frame,
    title: '名单',
    current: CURRENT,
    children: (
      <>
        <h1>名单</h1>
        <p class="actions">
          {page.mayImport && (
            <a class="button" href="/desk/lists/new">
              上传名单
            </a>
          )}
          {page.mayImport && (
            <a class="button quiet" href="/desk/lists/accepted">
              已验收职称办证
            </a>
          )}
          {page.mayImport && (
            <a class="button quiet" href="/desk/list-headers">
              列名对应
            </a>
          )}
          <a class="button quiet" href="/desk/publicity">
            公示
          </a>
        </p>
        {page.lists.length === 0 ? (
          <EmptyState>还没有名单。</EmptyState>
        ) : (
          <RowTable
            caption="名单"
            columns={['文件', '年度评审', '阶段', '人数', '导入日期', '进度', '下一步']}
            rows={page.lists.map(({ list, standing, cycle }) => [
              <a href={`/desk/lists/${list.id}`}>{list.fileName}</a>,
              cycle === null ? (
                '不在本系统评审'
              ) : (
                <a href={`/desk/lists/cycles/${cycle.id}`}>
                  {cycle.year} 年度 {cycle.name}
                </a>
              ),
              stageName(list.stage),
              String(list.rows),
              list.importedOn,
              <State standing={standing} />,
              list.document ?? nextStep(list, standing),
            ])}
          />
        )}
        {page.next !== null && (
          <p>
            <a href={`/desk/lists?after=${page.next}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })
}
