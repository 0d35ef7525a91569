import { asc, eq } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import type { Authority } from './authority.ts'
import { authorityNotFound } from './refusals.ts'
import { authorities } from './schema.ts'

const columns = {
  id: authorities.id,
  parentId: authorities.parentId,
  kind: authorities.kind,
  name: authorities.name,
  creditCode: authorities.creditCode,
  place: authorities.place,
  documentWord: authorities.documentWord,
  numberPrefix: authorities.numberPrefix,
}

/** Refuses `identity/authority-not-found`. */
export async function authorityByCreditCode(handle: Handle, creditCode: string): Promise<Authority> {
  const [authority] = await handle
    .select(columns)
    .from(authorities)
    .where(eq(authorities.creditCode, creditCode))
  if (!authority) throw authorityNotFound(creditCode)
  return authority
}

export async function authorityById(handle: Handle, id: string): Promise<Authority> {
  const [authority] = await handle.select(columns).from(authorities).where(eq(authorities.id, id))
  if (!authority) throw new Error(`authority ${id} is referred to but does not exist`)
  return authority
}

export const listAuthorities = (handle: Handle): Promise<readonly Authority[]> =>
  handle.select(columns).from(authorities).orderBy(asc(authorities.place), asc(authorities.creditCode))
