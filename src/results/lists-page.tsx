import { deskPage } from '../web/desk-page.tsx'
import { EmptyState } from '../web/states.tsx'
import { RowTable } from '../web/table.tsx'
import type { FoundList } from './find-list.ts'
import { CURRENT, State, type Frame } from './list-frame.tsx'
import type { Standing } from './standing.ts'

/** All lists in reach. */
export function listsPage(
  frame: Frame,
  page: {
    readonly lists: readonly { readonly list: FoundList; readonly standing: Standing }[]
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
        <h1>评审通过人员名单</h1>
        {page.mayImport && (
          <p class="actions">
            <a class="button" href="/desk/lists/new">
              上传名单
            </a>
            <a class="button quiet" href="/desk/list-headers">
              列名对应
            </a>
          </p>
        )}
        {page.lists.length === 0 ? (
          <EmptyState>还没有名单。</EmptyState>
        ) : (
          <RowTable
            caption="名单"
            columns={['文件', '发证机关', '人数', '导入日期', '进度', '任职资格文件']}
            rows={page.lists.map(({ list, standing }) => [
              <a href={`/desk/lists/${list.id}`}>{list.fileName}</a>,
              list.authority,
              String(list.rows),
              list.importedOn,
              <State standing={standing} />,
              list.document ?? '—',
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
