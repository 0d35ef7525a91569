import { sql, type SQL } from 'drizzle-orm'
import { rowsOf, type Handle } from '../platform/database.ts'
import { personJoins } from './schema.ts'

/**
 * SQL of the rows (asked, id): for each of these ids itself and every record of the same human. `ids`: one text, separated
 * by commas. Two looks into an index for each, whoever was joined and whoever was not.
 */
export const sameHumans = (ids: SQL): SQL => sql`(
  with recursive same(asked, id) as (
    select each, each from unnest(string_to_array(${ids}, ',')) each
    union
    select same.asked, next.id from same cross join lateral (
      select j.other_id as id from ${personJoins} j where j.one_id = same.id and ${stands}
      union all
      select j.one_id from ${personJoins} j where j.other_id = same.id and ${stands}
    ) next
  )
  select asked, id from same)`

const stands = sql`j.is_joined and not exists (
  select 1 from ${personJoins} later
  where later.one_id = j.one_id and later.other_id = j.other_id and later.position > j.position)`

/**
 * Step: for each of these persons, every record of the same human, itself among them and first; the others in the order of
 * their ids. Whoever was never joined is alone. Who asks must be allowed to.
 */
export async function samePersons(
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const same = new Map(personIds.map((id) => [id, [id]]))
  if (same.size === 0) return same
  const rows = await rowsOf<{ asked: string; id: string }>(
    handle,
    sql`select asked, id from ${sameHumans(sql`${[...same.keys()].join(',')}::text`)} found
      where asked <> id order by id collate "C"`,
  )
  for (const { asked, id } of rows) same.get(asked)?.push(id)
  return same
}

/** Step: are these two one human? */
export const isSamePerson = async (handle: Handle, oneId: string, otherId: string): Promise<boolean> =>
  (await samePersons(handle, [oneId])).get(oneId)?.includes(otherId) ?? false
