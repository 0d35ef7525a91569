import type { SnapshotRow } from '../../approvals/differences.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { scopeLine } from '../../titles/validity-scope.ts'
import type { ListRow } from './approved-list.ts'

type Shown = Pick<
  ListRow,
  | 'name'
  | 'series'
  | 'specialty'
  | 'title'
  | 'level'
  | 'route'
  | 'obtainedOn'
  | 'declaredOn'
  | 'committee'
  | 'scope'
  | 'remarks'
> & { readonly employer: string }

/** A person is known by who they are, not by where a list puts them: so a moved row has not changed. */
export function snapshotOf(
  rows: readonly (Shown & { readonly personId: string | null; readonly isErased?: boolean })[],
): readonly SnapshotRow[] {
  const seen = new Map<string, number>()
  return rows.map((row, i) => {
    // Nobody we know is nobody in the other list either.
    const who = row.personId ?? `new-${i}`
    const nth = (seen.get(who) ?? 0) + 1
    seen.set(who, nth)
    const fields = row.isErased ? {} : shown(row)
    const told = { key: `${who}|${nth}`, label: row.name, fields }
    return row.isErased || row.personId === null ? told : { ...told, personId: row.personId }
  })
}

const shown = (row: Shown): SnapshotRow['fields'] => ({
  工作单位: row.employer,
  系列: row.series,
  专业: row.specialty,
  资格名称: row.title,
  级别: levelName(row.level),
  取得方式: routeName(row.route),
  取得时间: row.obtainedOn ?? '',
  ...(row.declaredOn && { 申报时间: row.declaredOn }),
  评委会: row.committee ?? '',
  适用范围: scopeLine(row.scope) ?? '全省',
  备注: row.remarks ?? '',
})
