import { asc, eq } from 'drizzle-orm'
import { sha256 } from '../../ledger/hash.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url, concat, utf8 } from '../../signing/bytes.ts'
import { levelName } from '../../titles/level.ts'
import { resultRows } from '../lists/schema.ts'

/** A row as the public reads it: no more than tells one person from another of the same name. */
export interface PublicRow {
  readonly position: number
  readonly name: string
  readonly employer: string
  readonly specialty: string
  /** Where two would otherwise read the same, with series and level. */
  readonly title: string
  readonly rowId: string
}

export interface PublicContent {
  readonly rows: readonly PublicRow[]
  /** What is kept by whoever wants proof later: its SHA-256 stays when the names are gone. Null once somebody was erased. */
  readonly text: string | null
}

/** Step: what a publication of this list shows, names opened. `heading`: the lines above the names. */
export async function publicContent(
  ctx: Context,
  handle: Handle,
  listId: string,
  heading: readonly string[],
): Promise<PublicContent> {
  const stored = await handle
    .select({
      rowId: resultRows.id,
      personId: resultRows.personId,
      position: resultRows.position,
      name: resultRows.name,
      employer: resultRows.employer,
      series: resultRows.series,
      specialty: resultRows.specialty,
      title: resultRows.title,
      level: resultRows.level,
      salt: resultRows.sealSalt,
    })
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
    .orderBy(asc(resultRows.position))
  const keys = await remainingKeys(
    ctx,
    handle,
    stored.map(({ personId }) => personId),
  )
  const named = stored.map((row) => {
    const key = keys.get(row.personId)
    const place = { column: 'result_rows.name', row: row.rowId } as const
    return { ...row, name: key ? revealText(key, place, row.name) : ERASED }
  })
  const rows = told(named)
  const salts = stored.map(({ salt }) => salt)
  return { rows, text: salts.includes(null) ? null : textOf(listId, heading, rows, salts as Uint8Array[]) }
}

type Named = Omit<PublicRow, 'title'> & {
  readonly series: string
  readonly level: Parameters<typeof levelName>[0]
  readonly title: string
}

/** Series and level only where two people would read the same without them. */
export function told(rows: readonly Named[]): readonly PublicRow[] {
  const asRead = ({ name, employer, specialty, title }: Named) =>
    [name, employer, specialty, title].join('\n')
  const seen = new Map<string, number>()
  for (const row of rows) seen.set(asRead(row), (seen.get(asRead(row)) ?? 0) + 1)
  return rows.map((row) => {
    const { rowId, position, name, employer, specialty, title, series, level } = row
    const more = (seen.get(asRead(row)) ?? 0) > 1 ? `（${series}，${levelName(level)}）` : ''
    return { rowId, position, name, employer, specialty, title: title + more }
  })
}

/** SHA-256 of the text: what the ledger keeps of it. */
export const digestOfText = (text: string): Uint8Array => sha256(utf8(text))

// The first line is made of the rows' own salts: nobody can guess it, so nobody who was not there can test a name
// against the digest; and it cannot be made again once one of the people has been erased.
function textOf(
  listId: string,
  heading: readonly string[],
  rows: readonly PublicRow[],
  salts: readonly Uint8Array[],
): string {
  const nonce = base64url(sha256(concat(utf8(`zhengxin/v1|publicity|${listId}|`), ...salts)))
  const lines = rows.map(({ position, name, employer, specialty, title }) =>
    [position, name, employer, specialty, title].join('\t'),
  )
  return `${[`公示原文 ${nonce}`, ...heading, ...lines].join('\n')}\n`
}
