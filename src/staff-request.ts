import type { Context as Request } from 'hono'
import { z } from 'zod'
import type { RouteInput, StaffRoute } from './identity/route.ts'
import { memberReasons, type MemberReason } from './platform/member-reasons.ts'
import { badKey, bodyTooLarge, notJson, notValid, wrongContentType } from './platform/refusals.ts'
import { isPlainText, parseStrictJson } from './platform/strict-json.ts'

const MOST_JSON_BYTES = 1_048_576
const MOST_BYTES = 32 * 1_048_576
const NOTHING = z.strictObject({})

/** A request as its route asks for it. */
export interface StaffRequest {
  readonly input: RouteInput
  /** Everything that was asked, as one text: what a repeated key must repeat. */
  readonly asked: string
}

/**
 * Reads parameters, query and body and holds them against the route's schemas. Refuses `request/not-json`,
 * `request/content-type`, `request/too-large`, and `request/not-valid` with every member that is wrong.
 */
export async function readStaffRequest(c: Request, route: StaffRoute): Promise<StaffRequest> {
  const wrong: MemberReason[] = []
  const params = parsed('params', route.params ?? NOTHING, paramsOf(c, wrong), wrong)
  const query = parsed('query', route.query ?? NOTHING, queryOf(c, wrong), wrong)
  const sent = await bodyOf(c, route, wrong)
  if (wrong.length > 0) throw notValid(wrong)
  const asked = JSON.stringify([params, query, sent.text])
  return { input: { params, query, body: sent.body }, asked }
}

function parsed(part: string, schema: z.ZodType, value: unknown, wrong: MemberReason[]): unknown {
  const result = schema.safeParse(value)
  if (!result.success) wrong.push(...memberReasons(part, result.error, value))
  return result.data
}

function paramsOf(c: Request, wrong: MemberReason[]): Readonly<Record<string, string>> {
  const params = c.req.param()
  for (const [name, value] of Object.entries(params))
    if (!isPlainText(value)) wrong.push({ at: `params.${name}`, reason: '含有空字符' })
  return params
}

function queryOf(c: Request, wrong: MemberReason[]): Readonly<Record<string, string>> {
  // No prototype: a member called __proto__ is a member like any other, and refused as one.
  const query = Object.create(null) as Record<string, string>
  for (const [name, values] of Object.entries(c.req.queries())) {
    const [value = ''] = values
    if (values.length > 1) wrong.push({ at: `query.${name.slice(0, 64)}`, reason: '只能给出一次' })
    else if (isPlainText(value)) query[name] = value
    else wrong.push({ at: `query.${name.slice(0, 64)}`, reason: '含有空字符' })
  }
  return { ...query }
}

interface SentBody {
  readonly body: unknown
  readonly text: string
}

async function bodyOf(c: Request, route: StaffRoute, wrong: MemberReason[]): Promise<SentBody> {
  if (route.method === 'get') return { body: undefined, text: '' }
  const type = (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (route.body === 'bytes') {
    // What a form of another site could send is never taken for a file.
    if (!/^application\/(octet-stream|json|pdf|zip|vnd\.[\w.+-]+)$|^text\/csv$/.test(type))
      throw wrongContentType('application/octet-stream')
    const body = await bytesOf(c, MOST_BYTES)
    return { body, text: Buffer.from(body).toString('base64') }
  }
  const bytes = await bytesOf(c, MOST_JSON_BYTES)
  if (route.body === undefined || route.body === 'none') {
    if (bytes.length > 0) wrong.push({ at: 'body', reason: '不接受内容' })
    return { body: undefined, text: '' }
  }
  if (type !== 'application/json') throw wrongContentType('application/json')
  const text = textOf(bytes)
  return { body: parsed('body', route.body, parseStrictJson(text), wrong), text }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw notJson('不是 UTF-8 编码')
  }
}

/** The body, however it comes: what its sender says of its length is believed only when it is too much. */
async function bytesOf(c: Request, most: number): Promise<Uint8Array> {
  if (Number(c.req.header('Content-Length') ?? 0) > most) throw bodyTooLarge(most)
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = c.req.raw.body?.getReader()
  for (;;) {
    const next = await reader?.read()
    if (!next || next.done) break
    length += next.value.length
    if (length > most) {
      await reader?.cancel()
      throw bodyTooLarge(most)
    }
    chunks.push(next.value)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** The key of a request that may come twice; null without one. Refuses `request/bad-key`. */
export function idempotencyKey(c: Request): string | null {
  const key = c.req.header('Idempotency-Key')
  if (key === undefined) return null
  if (!/^[\x21-\x7e]{1,64}$/.test(key)) throw badKey()
  return key
}
