import { shanghaiMinute } from '../calendar/day.ts'
import { deskPage, type Viewer } from '../web/desk-page.tsx'
import type { Site } from '../web/site.ts'
import { EmptyState } from '../web/states.tsx'
import { RowTable } from '../web/table.tsx'
import type { DueLine } from './due-line.ts'
import type { WaitingPage } from './waiting.ts'

/** `/desk`: what waits for me, oldest first. */
export const waitingPage = (of: {
  readonly site: Site
  readonly viewer: Viewer
  readonly page: WaitingPage
  readonly kinds: Readonly<Record<string, { readonly zh: string }>>
  readonly due: readonly DueLine[]
}): string => (of.viewer.menu.some(({ href }) => href === '/desk') ? pageOfApprovals(of) : firstPage(of))

/** For whom nothing ever waits: where their own work is. */
const firstPage = ({ site, viewer }: { readonly site: Site; readonly viewer: Viewer }): string =>
  deskPage({
    site,
    viewer,
    title: '工作台',
    children: (
      <>
        <h1>工作台</h1>
        {viewer.roles.length === 0 && <p class="note">您还没有岗位：请联系本机构系统管理员授予。</p>}
        <ul>
          {viewer.menu.map(({ href, label }) => (
            <li>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
      </>
    ),
  })

const pageOfApprovals = (of: Parameters<typeof waitingPage>[0]): string =>
  deskPage({
    site: of.site,
    viewer: of.viewer,
    title: '待办',
    current: '/desk',
    children: (
      <>
        <h1>等我办理</h1>
        {of.page.items.length === 0 ? (
          <EmptyState>现在没有等你办理的审批。</EmptyState>
        ) : (
          <RowTable
            caption="等我办理的审批，先到的在前"
            columns={['事项', '种类', '机构', '版次', '步骤', '送审时间']}
            rows={of.page.items.map((item) => [
              <a href={`/desk/approvals/${item.id}`}>{item.title ?? item.subjectId}</a>,
              of.kinds[item.kind]?.zh ?? item.kind,
              item.officeName,
              `第 ${item.version} 版`,
              `第 ${item.step + 1} 步，共 ${item.steps} 步`,
              shanghaiMinute(new Date(item.preparedAt)),
            ])}
          />
        )}
        {of.page.next !== null && (
          <p>
            <a href={`/desk?after=${of.page.next}`}>下一页</a>
          </p>
        )}
        {of.due.length > 0 && <DueTable due={of.due} />}
      </>
    ),
  })

const DueTable = ({ due }: { readonly due: readonly DueLine[] }) => (
  <>
    <h2>快到期的事项</h2>
    <RowTable
      caption="两周内到期和已经逾期的，急的在前"
      columns={['事项', '环节', '最迟', '还有几天']}
      rows={due.map(({ href, name, what, by, left, isLate }) => [
        <a href={href}>{name}</a>,
        what,
        by,
        <span class={isLate ? 'state bad' : 'state wait'}>{left}</span>,
      ])}
    />
  </>
)
