import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { openContent, type RecordContent, type VersionRow } from './content.ts'
import { everInForce, recordVersion } from './find-record.ts'

/** What is in force of a record, whatever was entered since and is not approved. */
export interface InForceRecord {
  /** What set the term: the record itself, its early end or its clearing. */
  readonly version: VersionRow
  /** The version that says what it is. */
  readonly record: VersionRow
  readonly content: RecordContent
  /** Why it was corrected, ended or cleared; empty for the first. */
  readonly reason: string
  /** Certificates it takes back; once cleared, all that it ever took back. */
  readonly titles: readonly string[]
  /** Numbers of the decisions it was ever in force by. */
  readonly decisions: readonly string[]
}

/** Step: what is in force; null: nothing yet. Refuses `people/erased`. */
export async function openInForce(
  ctx: Context,
  handle: Handle,
  versions: readonly [VersionRow, ...VersionRow[]],
): Promise<InForceRecord | null> {
  const applied = await everInForce(handle, versions)
  const [version] = applied
  if (!version) return null
  const record = recordVersion(applied)
  const content = await openContent(ctx, handle, record)
  const ever = await Promise.all(applied.map((each) => openContent(ctx, handle, each)))
  return {
    version,
    record,
    content,
    reason: ever[0]?.reason ?? '',
    titles: version.act === 'clear' ? [...new Set(ever.flatMap(({ titles }) => titles))] : content.titles,
    decisions: applied.map(({ decisionNumber }) => decisionNumber),
  }
}
