import { shownRows, type Differences } from '../../../approvals/differences.ts'
import { DifferencesTable } from '../../../approvals/differences-table.tsx'
import type { Frame } from '../../../web/desk-form.tsx'
import { deskPage } from '../../../web/desk-page.tsx'
import type { FoundList } from '../find-list.ts'
import { CURRENT } from '../list-frame.tsx'

const MOST_SHOWN = 500

/** What a second upload would change, before it takes the place of the first. The file travels in the page itself. */
export function comparePage(
  frame: Frame,
  page: {
    readonly against: FoundList
    readonly differences: Differences
    readonly fileName: string
    readonly content: Uint8Array
    readonly form: Readonly<Record<'authority' | 'office' | 'cycle' | 'stage', string>>
  },
): string {
  const { against, differences, form } = page
  const fields = {
    ...form,
    replaces: against.id,
    fileName: page.fileName,
    content: Buffer.from(page.content).toString('base64'),
    compared: '1',
  }
  const all = differences.added.length + differences.removed.length + differences.changed.length
  return deskPage({
    ...frame,
    title: '与现有名单比较',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> › <a href={`/desk/lists/${against.id}`}>{against.fileName}</a> ›
        </p>
        <h1>与现有名单比较</h1>
        <p>
          已有名单“{against.fileName}”（{against.rows} 人，{against.importedOn} 导入）。{page.fileName}{' '}
          还没有导入：请核对下面的不同之处，确认后取代原名单，原名单的审核随之作废。
        </p>
        {all === 0 && (
          <div class="note">
            <p>两份名单的内容完全相同，不必更换。</p>
          </div>
        )}
        <form method="post" action="/desk/lists" enctype="multipart/form-data" class="actions">
          {Object.entries(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {all > 0 && <button type="submit">确认更正，取代原名单</button>}
          <a class="button quiet" href={`/desk/lists/${against.id}`}>
            不更换
          </a>
        </form>
        <DifferencesTable
          differences={differences}
          shown={{ ...shownRows(differences, 0, MOST_SHOWN), next: null }}
          isFirst={false}
          path=""
        />
        {all > MOST_SHOWN && <p class="soft">只列出前 {MOST_SHOWN} 处。</p>}
      </>
    ),
  })
}
