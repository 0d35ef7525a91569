import { differences, type Differences } from '../../approvals/differences.ts'
import type { Context } from '../../platform/context.ts'
import { currentList } from './candidates.ts'
import { findList, rowsOfList, type FoundList } from './find-list.ts'
import { refuseDefects } from './judge-upload.ts'
import type { ListTarget } from './list-target.ts'
import { named } from './named-committee.ts'
import { judgeReceived, type NewList } from './receive-list.ts'
import { snapshotOf } from './snapshot-of-list.ts'

export interface ComparedUpload {
  /** The list this file would take the place of; null: the first of its cycle and stage, or of no cycle. */
  readonly against: FoundList | null
  readonly differences: Differences
}

/**
 * What differs between a file and the list it would replace: the one it names, or its cycle's of the same stage.
 * Nothing is kept. Refuses as `receiveList`.
 */
export async function compareUpload(ctx: Context, list: NewList): Promise<ComparedUpload> {
  const { target, judged, persons } = await judgeReceived(ctx, list)
  refuseDefects(judged)
  const { read } = ctx.database
  const replaced = list.replaces ?? (await currentOf(ctx, target))
  const against = replaced === null ? null : await findList(ctx, read, replaced)
  const before = against === null ? null : snapshotOf(await rowsOfList(ctx, read, against.id))
  const after = snapshotOf(
    persons.map(({ row, person }) => ({
      ...named(target, row),
      personId: person?.personId ?? null,
    })),
  )
  return { against, differences: differences(before, after) }
}

async function currentOf(ctx: Context, { cycle, stage }: ListTarget): Promise<string | null> {
  return cycle === null ? null : ((await currentList(ctx.database.read, cycle.id, stage))?.id ?? null)
}
