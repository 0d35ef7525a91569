import { and, eq, inArray } from 'drizzle-orm'
import { openInBulk, indexesInBulk, keysInBulk, knownInBulk } from '../../people/in-bulk.ts'
import type { Context } from '../../platform/context.ts'
import { readBytes } from '../../platform/database.ts'
import type { BatchSource } from './batch-worker.ts'
import { CHANCE, ENTRY_CHANCE } from './protect-rows.ts'
import { collectionRows } from './schema.ts'
import { partOf, uploadKey, type Upload } from './stored-parts.ts'
import type { KnownHolder } from './thread-talk.ts'

/** Rows whose marks are read at once. */
const AT_ONCE = 10_000

/** What the thread of an upload asks for: parts of its file, the rows it corrects, persons and keys. */
export function batchSource(ctx: Context, upload: Upload, read: (bytes: number) => void): BatchSource {
  const handle = ctx.database.read
  const key = uploadKey(ctx, upload)
  const { replacesId } = upload
  return {
    read,
    part: (number) => partOf(handle, key, { kind: 'file', number }),
    former: (after) =>
      // The id is ours: letters, digits, - and _. A row without marks keeps its place.
      readBytes(
        handle,
        `select string_agg(case when length(marks) = 32 then marks else decode(repeat('00', 32), 'hex') end, '' order by position)
          from collection_rows where batch_id = '${(replacesId ?? '').replaceAll(/[^\w-]/g, '')}'
          and position > ${after} and position <= ${after + AT_ONCE}`,
      ),
    async help(documents, formers) {
      const byFormer = replacesId === null ? [] : await formerHolders(ctx, replacesId, formers)
      const found = new Set(byFormer.map(({ at }) => at))
      const indexes = await indexesInBulk(
        ctx,
        documents.map((document, i) => (found.has(i) ? '' : document)),
      )
      const known = await knownInBulk(ctx, handle, indexes)
      return {
        indexes,
        byFormer,
        byNumber: [...known].map(([at, person]) => ({ at, ...person })),
        ...(await keysInBulk(ctx, documents.length - byFormer.length)),
        chance: ctx.random(ENTRY_CHANCE + CHANCE * documents.length),
      }
    },
  }
}

async function formerHolders(
  ctx: Context,
  batchId: string,
  formers: readonly number[],
): Promise<readonly KnownHolder[]> {
  const positions = formers.filter((position) => position > 0)
  if (positions.length === 0) return []
  const { read } = ctx.database
  const rows = await read
    .select({ position: collectionRows.position, personId: collectionRows.personId })
    .from(collectionRows)
    .where(and(eq(collectionRows.batchId, batchId), inArray(collectionRows.position, positions)))
  const persons = await openInBulk(ctx, read, [...new Set(rows.map(({ personId }) => personId))])
  const at = new Map(formers.map((position, i) => [position, i]))
  return rows.flatMap(({ position, personId }) => {
    const person = persons.get(personId)
    return person ? [{ at: at.get(position) ?? 0, ...person }] : []
  })
}
