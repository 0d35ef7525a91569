import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { differences } from '../../approvals/differences.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { knownPersons } from '../../people/known-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { equalBytes } from '../../signing/bytes.ts'
import { rowsOfList } from './find-list.ts'
import { judgeUpload } from './judge-upload.ts'
import { named } from './named-committee.ts'
import { listNotFound, notTheSource, sourceDiffers } from './refusals.ts'
import { resultLists } from './schema.ts'
import { snapshotOf } from './snapshot-of-list.ts'

/**
 * Step: holds the file a list came from against its rows, and answers in a few words what reviewers are told of it. Only the file's
 * digest is kept, so the file is handed in again. Refuses another file (`results/not-the-source`) and any row that
 * says something else (`results/source-differs`); erased persons' rows are passed over.
 */
export async function compareWithSource(
  ctx: Context,
  tx: Transaction,
  listId: string,
  source: Uint8Array | undefined,
): Promise<string> {
  if (source === undefined) return '没有核对源文件'
  const [list] = await tx.select().from(resultLists).where(eq(resultLists.id, listId))
  if (!list) throw listNotFound(listId)
  const digest = new Uint8Array(createHash('sha256').update(source).digest())
  if (!equalBytes(digest, list.fileDigest)) throw notTheSource(list.fileName)

  const target = {
    office: await authorityById(tx, list.officeId),
    authority: await authorityById(tx, list.authorityId),
    cycle: list.cycleId === null ? null : await cycleById(tx, list.cycleId),
    stage: list.stage,
  }
  const { rows } = await judgeUpload(ctx, tx, target, source)
  const known = await knownPersons(ctx, tx, rows)
  const stored = await rowsOfList(ctx, tx, listId)
  const erased = new Set(stored.filter(({ isErased }) => isErased).map(({ position }) => position))
  const found = differences(
    snapshotOf(stored.filter(({ isErased }) => !isErased)),
    snapshotOf(
      rows
        .map((row, i) => ({ ...named(target, row), personId: known[i]?.personId ?? null }))
        .filter(({ position }) => !erased.has(position)),
    ),
  )
  const apart = found.added.length + found.removed.length + found.changed.length
  if (apart > 0) throw sourceDiffers(apart, found)
  return `${found.same} 人与源文件逐项一致${erased.size > 0 ? `，${erased.size} 人已清除` : ''}`
}
