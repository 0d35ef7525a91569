import type { Cycle } from '../../cycles/cycle.ts'
import { levelName } from '../../titles/level.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { NamedRow } from '../lists/find-list.ts'
import { CURRENT } from '../lists/list-frame.tsx'
import type { ShownDecision } from './find-assessment.ts'

/** The bureau's desk: everybody an employer handed in, a yes or a no each, a no with its ground. */
export function decisionPage(
  frame: Frame,
  page: {
    readonly cycle: Cycle
    readonly rows: readonly NamedRow[]
    /** What the decisions would replace. */
    readonly current: {
      readonly id: string
      readonly decisions: ReadonlyMap<string, ShownDecision>
    } | null
    readonly returned: Returned | null
  },
): string {
  const { cycle, rows, current, returned } = page
  const typed = returned?.typed ?? {}
  const said = (row: NamedRow) => {
    const before = current?.decisions.get(row.id)
    return {
      choice: typed[`decision-${row.id}`] ?? (before ? (before.granted ? 'yes' : 'no') : undefined),
      ground: typed[`ground-${row.id}`] ?? before?.ground ?? '',
    }
  }
  return deskPage({
    ...frame,
    title: '提出认定意见',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={`/desk/lists/cycles/${cycle.id}`}>
            {cycle.year} 年度 {cycle.name}
          </a>{' '}
          ›
        </p>
        <h1>提出认定意见</h1>
        <p>
          对每个人选择认定或不予认定，不予认定的写明理由。生成的认定名单经他人审核同意后生效，理由届时告知用人单位。
          {current !== null && '已有认定意见：本次将取代它，原有审核作废。'}
        </p>
        <Refused returned={returned} />
        {rows.length === 0 ? (
          <EmptyState>用人单位还没有报送名单。</EmptyState>
        ) : (
          <form method="post" action={`/desk/lists/cycles/${cycle.id}/decisions`}>
            {current !== null && <input type="hidden" name="replaces" value={current.id} />}
            <Field
              language="zh"
              name="obtainedOn"
              label="取得时间"
              hint="如 2023-11-12；按规定由文件等确定的不填"
              maxLength={10}
              value={typed.obtainedOn}
            />
            <RowTable
              caption={`${rows.length} 人`}
              columns={['序号', '姓名', '工作单位', '专业', '申请的资格', '意见', '不予认定的理由']}
              rows={rows.map((row) => {
                const { choice, ground } = said(row)
                return [
                  String(row.position),
                  <span class="name">{row.name}</span>,
                  row.employer,
                  `${row.series} ${row.specialty}`,
                  `${row.title}（${levelName(row.level)}）`,
                  row.isErased ? '—' : <YesOrNo rowId={row.id} name={row.name} choice={choice} />,
                  row.isErased ? (
                    '—'
                  ) : (
                    <input
                      type="text"
                      name={`ground-${row.id}`}
                      aria-label={`${row.name}不予认定的理由`}
                      value={ground}
                      maxlength={500}
                      autocomplete="off"
                    />
                  ),
                ]
              })}
            />
            <button type="submit">生成认定名单</button>
          </form>
        )}
      </>
    ),
  })
}

const YesOrNo = (props: {
  readonly rowId: string
  readonly name: string
  readonly choice: string | undefined
}) => (
  <>
    {(['yes', 'no'] as const).map((value) => (
      <label class="choice">
        <input
          type="radio"
          name={`decision-${props.rowId}`}
          value={value}
          required
          checked={props.choice === value}
        />
        {value === 'yes' ? '认定' : '不予认定'}
      </label>
    ))}
  </>
)
