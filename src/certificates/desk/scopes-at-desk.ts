import { sql } from 'drizzle-orm'
import type { Authority } from '../../identity/authority.ts'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'

const MOST_SUGGESTED = 200

export interface ScopesToChoose {
  /** The issuing offices whose certificates the viewer may propose to change. */
  readonly offices: readonly Authority[]
  /** Of the latest documents, and of what they conferred: a form suggests them, any other may be typed. */
  readonly documents: readonly string[]
  readonly committees: readonly string[]
  readonly days: readonly string[]
}

/** What a change of many certificates may be about. Refuses `identity/not-allowed` for who may propose none. */
export async function scopesAtDesk(ctx: Context): Promise<ScopesToChoose> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'certificates.change')
  const reach = await officesFor(ctx, read, 'certificates.change')
  const all = await listAuthorities(read)
  const latest = await rowsOf<{ number: string; committee: string | null; obtained_on: string }>(
    read,
    // One title of each document by its index: all that millions of titles say would be read otherwise.
    sql`select ${qualificationDocuments.number}, t.committee, t.obtained_on::text as obtained_on
        from ${qualificationDocuments}
        cross join lateral (
          select committee, obtained_on from title_records where document_id = ${qualificationDocuments.id} limit 1
        ) t
        where ${inScope(reach, qualificationDocuments.authorityId)}
        order by ${qualificationDocuments.issuedOn} desc limit ${MOST_SUGGESTED}`,
  )
  return {
    offices: all.filter(
      ({ id, numberPrefix }) => numberPrefix !== null && (reach === 'all' || reach.includes(id)),
    ),
    documents: latest.map(({ number }) => number),
    committees: [...new Set(latest.flatMap(({ committee }) => (committee === null ? [] : [committee])))],
    days: [...new Set(latest.map(({ obtained_on }) => obtained_on))],
  }
}
