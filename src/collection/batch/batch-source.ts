import type { Context } from '../../platform/context.ts'
import { readBytes } from '../../platform/database.ts'
import type { BatchSource } from './batch-worker.ts'
import { personGiver } from './give-persons.ts'
import { partOf, uploadKey, type Upload } from './stored-parts.ts'

/** Rows whose marks are read at once. */
const AT_ONCE = 10_000

/** What the threads of an upload ask for: parts of its file, the rows it corrects, persons and keys. */
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
    help: personGiver(ctx, replacesId),
  }
}
