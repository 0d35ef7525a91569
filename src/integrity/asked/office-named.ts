import { eq, or } from 'drizzle-orm'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Handle } from '../../platform/database.ts'
import { compact } from '../../spreadsheets/full-width.ts'

/** The registered office of this whole name or credit code, however it is typed; null: none, or more than one. */
export async function officeNamed(handle: Handle, typed: string): Promise<string | null> {
  const rows = await handle
    .select({ id: currentAuthorities.id })
    .from(currentAuthorities)
    .where(
      or(
        eq(currentAuthorities.name, typed.trim()),
        eq(currentAuthorities.creditCode, compact(typed).toUpperCase()),
      ),
    )
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}
