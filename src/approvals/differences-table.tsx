import { RowTable } from '../web/table.tsx'
import type { ChangedField, Differences, ShownRow } from './differences.ts'

interface Shown {
  readonly rows: readonly ShownRow[]
  readonly next: number | null
}

/** The counts first, then only what changed: old beside new; then what came and what went, a line each. */
export const DifferencesTable = (props: {
  readonly differences: Differences
  readonly shown: Shown
  /** There is no earlier version: everything is new, and said so once. */
  readonly isFirst: boolean
  /** Of the page, for the next rows. */
  readonly path: string
}) => (
  <>
    <Figures {...props} />
    <Changed rows={props.shown.rows.filter(({ what }) => what === 'changed')} />
    <Whole
      caption={props.isFirst ? '送审内容' : '新增'}
      rows={props.shown.rows.filter(({ what }) => what === 'added')}
      side="after"
    />
    <Whole caption="删去" rows={props.shown.rows.filter(({ what }) => what === 'removed')} side="before" />
    {props.shown.next !== null && (
      <p>
        <a href={`${props.path}?from=${props.shown.next}`}>{`从第 ${props.shown.next + 1} 处起继续看`}</a>
      </p>
    )}
  </>
)

function Figures({ differences, isFirst }: { readonly differences: Differences; readonly isFirst: boolean }) {
  const { changed, added, removed, same } = differences
  const figures = isFirst
    ? ([[added.length, '项']] as const)
    : ([
        [changed.length, '处改动'],
        [added.length, '处新增'],
        [removed.length, '处删去'],
        [same, '处未变'],
      ] as const)
  return (
    <ul class="figures">
      {figures.map(([count, words]) => (
        <li>
          <b>{String(count)}</b>
          {words}
        </li>
      ))}
    </ul>
  )
}

const Changed = ({ rows }: { readonly rows: readonly ShownRow[] }) =>
  rows.length === 0 ? (
    <></>
  ) : (
    <div class="changed">
      <RowTable
        caption="改动"
        columns={['对象', '项目', '原来', '现在']}
        rows={rows.flatMap(({ label, fields }) =>
          fields.map((field) => [label, field.name, <Before field={field} />, <After field={field} />]),
        )}
      />
    </div>
  )

const Before = ({ field: { before } }: { field: ChangedField }) =>
  before === null ? <>—</> : before === '' ? <>（空）</> : <del>{before}</del>

const After = ({ field: { after } }: { field: ChangedField }) =>
  after === null ? <>—</> : after === '' ? <>（空）</> : <ins>{after}</ins>

function Whole(props: {
  readonly caption: string
  readonly rows: readonly ShownRow[]
  readonly side: 'before' | 'after'
}) {
  const { caption, rows, side } = props
  if (rows.length === 0) return <></>
  const names = [...new Set(rows.flatMap(({ fields }) => fields.map(({ name }) => name)))]
  return (
    <RowTable
      caption={caption}
      columns={['对象', ...names]}
      rows={rows.map(({ label, fields }) => {
        const values = new Map(fields.map((field) => [field.name, field[side]]))
        return [label, ...names.map((name) => values.get(name) || '—')]
      })}
    />
  )
}
