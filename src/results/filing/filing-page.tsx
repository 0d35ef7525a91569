import { chineseDay } from '../../calendar/day.ts'
import { Clause } from '../../cycles/desk/frame.tsx'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { FactTable } from '../../web/table.tsx'
import type { Filing, FilingStanding } from './find-filing.ts'
import type { FilingView } from './view-of-filing.ts'
import { filingName, isWritten, PACKET_ITEMS, type PacketItem } from './packet.ts'

const CURRENT = '/desk/cycles'

const STANDINGS: Readonly<Record<FilingStanding['kind'], readonly [string, string]>> = {
  waiting: ['已报送，待接收', 'wait'],
  returned: ['已退回', 'bad'],
  approved: ['已同意，待接收', 'wait'],
  broken: ['审批人岗位已收回，须重新报送', 'bad'],
  accepted: ['已接收', 'good'],
  outdated: ['名单已更正，须重新报送', 'bad'],
}

/** A cycle's filing: what the notice asks for, what was handed in, and what the viewer may do. */
export function filingPage(frame: Frame, view: FilingView, returned: Returned | null): string {
  const { cycle, kind, filing, standing } = view
  const name = `${cycle.name} ${cycle.year} 年度`
  const path = `${CURRENT}/${cycle.id}/filings/${kind}`
  return deskPage({
    ...frame,
    title: `${filingName(kind)} ${name}`,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>年度评审</a> › <a href={`${CURRENT}/${cycle.id}`}>{name}</a> ›
        </p>
        <h1>
          {filingName(kind)}{' '}
          {standing && (
            <span class={`state ${STANDINGS[standing.kind][1]}`}>{STANDINGS[standing.kind][0]}</span>
          )}
        </h1>
        <Refused returned={returned} />
        {view.comment !== null && (
          <div class="note error">
            <p>退回意见（一次性告知）：</p>
            {view.comment.split('\n').map((line) => (
              <p>{line}</p>
            ))}
          </div>
        )}
        {view.source === null ? (
          <p class="note">备案内容，通知未规定：下面是已有的全部情况。</p>
        ) : (
          <div>
            <p>备案内容按通知所列，一项不多、一项不少：</p>
            <Clause source={view.source} />
          </div>
        )}
        {filing && <HandedIn filing={filing} path={path} mayTake={view.may.take} />}
        {view.may.decide && standing && filing && (
          <DecideForms path={path} filing={filing} standing={standing} typed={returned?.typed ?? {}} />
        )}
        {view.may.submit && <SubmitForm path={path} view={view} typed={returned?.typed ?? {}} />}
      </>
    ),
  })
}

const HandedIn = ({ filing, path, mayTake }: { filing: Filing; path: string; mayTake: boolean }) => (
  <>
    <FactTable
      caption={`第 ${filing.position} 次报送`}
      facts={[
        {
          label: '报送日期',
          value: (
            <>
              {chineseDay(filing.submittedOn)} {filing.late && <span class="state bad">逾期</span>}
            </>
          ),
        },
        ...(filing.latest === null ? [] : [{ label: '最迟日期', value: chineseDay(filing.latest) }]),
        ...filing.lines.map(({ item, text }) => ({
          label: PACKET_ITEMS[item],
          value: text.split('\n').map((line) => <p class="line">{line}</p>),
        })),
        ...(filing.listId === null
          ? []
          : [{ label: '名单', value: <a href={`/desk/lists/${filing.listId}`}>查看名单</a> }]),
      ]}
    />
    {mayTake && (
      <p class="actions">
        <a class="button quiet" href={`${path}/packet.pdf`}>
          下载 PDF
        </a>
        <a class="button quiet" href={`${path}/packet.xlsx`}>
          下载表格
        </a>
      </p>
    )}
  </>
)

const DecideForms = (props: {
  readonly path: string
  readonly filing: Filing
  readonly standing: FilingStanding
  readonly typed: Readonly<Record<string, string>>
}) => {
  const { path, filing, standing, typed } = props
  if (standing.kind !== 'waiting' && standing.kind !== 'approved') return null
  const digest = <input type="hidden" name="digest" value={standing.digest} />
  return (
    <>
      <form class="card" method="post" action={`${path}/acceptance`}>
        <h2>接收</h2>
        {filing.late && (
          <p class="note">这次报送已经逾期：是否接收由核准备案部门决定，逾期情况会一并记入。</p>
        )}
        {digest}
        <button type="submit">接收备案</button>
      </form>
      {standing.kind === 'waiting' && (
        <details class="card" open={Object.keys(typed).some((name) => name.startsWith('defect-'))}>
          <summary>退回</summary>
          <form method="post" action={`${path}/return`}>
            <p>请一次写明全部问题；没有问题的项目不填。</p>
            {digest}
            {filing.lines.map(({ item }) => (
              <Field
                language="zh"
                name={`defect-${item}`}
                label={PACKET_ITEMS[item]}
                value={typed[`defect-${item}`]}
                maxLength={300}
              />
            ))}
            <button type="submit" class="quiet">
              退回
            </button>
          </form>
        </details>
      )}
    </>
  )
}

const SubmitForm = (props: {
  readonly path: string
  readonly view: FilingView
  readonly typed: Readonly<Record<string, string>>
}) => {
  const { filing, standing, items } = props.view
  const before = (item: PacketItem) => filing?.lines.find((line) => line.item === item)?.text
  const isWaiting = standing?.kind === 'waiting'
  return (
    <details class="card" open={!isWaiting || Object.keys(props.typed).length > 0}>
      <summary>{filing === null ? '报送' : isWaiting ? '改写后重新报送' : '重新报送'}</summary>
      <form method="post" action={props.path}>
        {items.map(({ item, known }) =>
          isWritten(item) ? (
            <Field
              language="zh"
              name={item}
              label={PACKET_ITEMS[item]}
              kind="lines"
              required
              hint="不要填写姓名和证件号码"
              value={props.typed[item] ?? before(item)}
              maxLength={1000}
            />
          ) : (
            <div class="field">
              <b>{PACKET_ITEMS[item]}</b>
              <p class={known === null ? 'wrong' : ''}>
                {known ?? '还没有：办完前面的环节、上传名单后自动填入'}
              </p>
            </div>
          ),
        )}
        <button type="submit">{filing === null ? '报送' : '重新报送'}</button>
      </form>
    </details>
  )
}
