import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STAFF_ROUTES } from '../../src/desks.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { ALL_ROLES, roleRow, type Role } from '../../src/identity/role.ts'
import { openApiDocument, type Operation } from '../../src/openapi.ts'
import type { Context } from '../../src/platform/context.ts'
import { within, type Database, type Transaction } from '../../src/platform/database.ts'
import { signedIn, staffApi, type AtWork } from './signed-in.ts'
import { officesAlone } from './staff.ts'
import { assessmentOf, thingsOf, UNKNOWN, type Things } from './walk-things.ts'

type Json = Readonly<Record<string, unknown>>

/** One request of the walk: an operation of the document, with what it needs to be sound. */
export interface Step {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export const API = openApiDocument(STAFF_ROUTES, 'https://rcps.example.gov.cn')
export const STEPS: readonly Step[] = Object.entries(API.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
)

export interface Walk {
  readonly ctx: Context
  readonly people: ReadonlyMap<Role, AtWork>
  readonly own: Things
  readonly other: Things
  /** Things nobody has. */
  readonly unknown: Things
  /** Sends one request and takes back whatever it did. */
  ask(who: AtWork | null, step: Step, things: Things, extra?: Json): Promise<{ status: number; text: string }>
}

/** Two prefectures beside each other, each with one of everything; and somebody of every role at the first. */
export async function walkAt(database: Database): Promise<Walk> {
  const { ctx, ids } = await officesAlone(database)
  const people = new Map<Role, AtWork>()
  const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')?.id ?? ''
  for (const [i, role] of ALL_ROLES.entries()) {
    const officeId = roleRow(role).heldAt.includes('prefecture') ? ids.dali : employer
    people.set(role, await signedIn(ctx, { officeId, roles: [role], person: 100 + i }))
  }
  const own = { ...(await thingsOf(ctx, ids.dali, ids.province, 1)), ...(await assessmentOf(ctx, employer)) }
  const other = {
    ...(await thingsOf(ctx, ids.kunming, ids.province, 2)),
    ...(await assessmentOf(ctx, ids.kunming)),
  }
  const unknown = Object.fromEntries(
    Object.entries(own).map(([name, value]) => [name, unknownLike(name, value)]),
  )
  return {
    ctx,
    people,
    own,
    other,
    unknown,
    ask: (who, step, things, extra) =>
      takenBack(database, async (inside) => {
        // A checkpoint that is published here is taken back with the rest, so it must not be remembered elsewhere.
        const dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-walk-'))
        try {
          const at = { ...ctx, config: { ...ctx.config, dataDir }, database: inside }
          const { app, faults } = staffApi(at, STAFF_ROUTES)
          const response = await app.request(...requestOf(step, things, who, extra))
          const text = await response.text()
          if (faults.length > 0) throw faults[0]
          return { status: response.status, text }
        } finally {
          rmSync(dataDir, { recursive: true })
        }
      }),
  }
}

// What chooses an office or a thing is unknown; a word, a day or a key is as good as before.
const NOBODYS: Things = {
  office: '11539901000009999X',
  employer: '11539901000009999X',
  number: 'YN2026999999X',
  document: '云人社发〔2023〕999号',
}
const unknownLike = (name: string, value: unknown): unknown =>
  /Id$|^grantee$/.test(name) ? UNKNOWN : (NOBODYS[name] ?? value)

class TakenBack extends Error {}

async function takenBack<T>(database: Database, act: (inside: Database) => Promise<T>): Promise<T> {
  const slot: { value?: T } = {}
  try {
    await database.transaction(async (outer: Transaction) => {
      slot.value = await act(within(database, outer))
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return slot.value as T
}

/** Where the first of a schema's choices speaks of what an office here has none of. */
const INSTEAD: Readonly<Record<string, (things: Things) => Json>> = {
  '/api/v1/invalidations': ({ cycleId }) => ({ scope: { kind: 'session', cycleId } }),
}

function requestOf(
  { method, path, operation }: Step,
  things: Things,
  who: AtWork | null,
  extra: Json = {},
): [string, RequestInit] {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const schema = operation.parameters.find((each) => each.in === 'path' && each.name === name)?.schema ?? {}
    if (!(name in things) && !schema.enum) throw new Error(`the walk knows no ${name}: add one to thingsOf`)
    return String(sampleOf(schema, name, things))
  })
  const required = operation.parameters.filter((each) => each.in === 'query' && each.required)
  const query = new URLSearchParams(
    required.map(({ name, schema }): [string, string] => [name, String(sampleOf(schema, name, things))]),
  )
  const headers = new Headers(who?.headers)
  const content = operation.requestBody?.content ?? {}
  const json = content['application/json']?.schema
  const isBytes = 'application/octet-stream' in content
  const [mediaType] = Object.keys(content)
  if (mediaType) headers.set('Content-Type', mediaType)
  // What has no body to put an extra member into gets it in the query.
  if (!json) for (const [name, value] of Object.entries(extra)) query.set(name, String(value))
  const body = json
    ? JSON.stringify({ ...(sampleOf(json, '', things) as Json), ...INSTEAD[path]?.(things), ...extra })
    : isBytes
      ? new Uint8Array([80, 75, 3, 4])
      : null
  const asked = query.size === 0 ? filled : `${filled}?${query.toString()}`
  return [asked, { method: method.toUpperCase(), headers, body }]
}

/** The smallest value a schema takes; what names a thing is one of `things`, where the schema has room for it. */
function sampleOf(schema: Json, name: string, things: Things): unknown {
  if (name in things && hasRoom(schema, things[name])) return things[name]
  const {
    type,
    properties = {},
    required = [],
    anyOf,
    oneOf,
    items,
    minItems = 0,
    minimum = 1,
    minLength = 1,
  } = schema as {
    type?: string
    properties?: Record<string, Json>
    required?: readonly string[]
    anyOf?: readonly Json[]
    oneOf?: readonly Json[]
    items?: Json
    minItems?: number
    minimum?: number
    minLength?: number
  }
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const [first] = anyOf ?? oneOf ?? []
  if (first) return sampleOf(first, name, things)
  if ('const' in schema) return schema.const
  if (type === 'object')
    return Object.fromEntries(
      required.map((each) => [each, sampleOf(properties[each] as Json, each, things)]),
    )
  if (Array.isArray(schema.prefixItems))
    return (schema.prefixItems as readonly Json[]).map((each) => sampleOf(each, '', things))
  if (type === 'array') return Array.from({ length: minItems }, () => sampleOf(items as Json, '', things))
  if (type === 'integer' || type === 'number') return minimum
  if (type === 'boolean') return true
  if (schema.format === 'date') return '2023-12-20'
  return 'x'.repeat(minLength)
}

function hasRoom({ type, maxLength = Infinity, anyOf, ...schema }: Json, thing: unknown): boolean {
  if (Array.isArray(anyOf)) return (anyOf as readonly Json[]).some((each) => hasRoom(each, thing))
  if (Array.isArray(schema.enum)) return schema.enum.includes(thing)
  if (type === 'string') return typeof thing === 'string' && thing.length <= Number(maxLength)
  if (type === 'integer') return Number.isInteger(thing)
  return type !== 'null' && (type !== 'object' || typeof thing === 'object')
}
