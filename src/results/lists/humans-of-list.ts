import { sql, type SQL } from 'drizzle-orm'
import { sameHumans } from '../../people/same-persons.ts'
import { resultRows } from './schema.ts'

/** SQL of every number of everybody on a list, as (asked, id): who was merged is one human (people/same-persons.ts). */
export const humansOfList = (listId: string): SQL =>
  sameHumans(sql`(select string_agg(distinct person_id, ',') from ${resultRows} where list_id = ${listId})`)
