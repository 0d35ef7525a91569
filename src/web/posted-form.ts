import type { Context as Request } from 'hono'
import { notAForm, notPlain } from '../platform/refusals.ts'
import { isPlainText } from '../platform/strict-json.ts'

/**
 * The fields of a posted form: texts and files. Refuses `request/not-a-form` for what cannot be read as one, and
 * `request/not-plain` for text that no database keeps.
 */
export async function postedForm(c: Request): Promise<Readonly<Record<string, unknown>>> {
  const fields: Readonly<Record<string, unknown>> = await c.req.parseBody().catch(() => {
    throw notAForm()
  })
  for (const [name, value] of Object.entries(fields))
    if (!isPlainText(name) || (typeof value === 'string' && !isPlainText(value))) throw notPlain()
  return fields
}
