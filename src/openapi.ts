import { z } from 'zod'
import { ACTS } from './identity/act.ts'
import { ALL_ROLES, rolesWith } from './identity/role.ts'
import type { StaffRoute } from './identity/route.ts'
import { sessionCookieName } from './identity/sign-in/cookie.ts'
import { tokenUrl } from './identity/sign-in/exchange-assertion.ts'

type Json = Readonly<Record<string, unknown>>

/** An operation of the document, as the reference page and the walk read it. */
export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, Answer>>
  readonly 'x-act': string
  /** The roles that carry the act. */
  readonly 'x-roles': readonly string[]
  /** 'one': about one office, which must be in reach; 'scoped': shows what is in reach; 'none'. */
  readonly 'x-office': 'one' | 'scoped' | 'none'
  /** Every code it may refuse with. */
  readonly 'x-problems': readonly string[]
}

interface Content {
  readonly schema: Json
}
interface Answer {
  readonly description: string
  readonly content?: Readonly<Record<string, Content>>
}
interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Json
}

export interface ApiDocument {
  readonly openapi: '3.1.1'
  readonly jsonSchemaDialect: string
  readonly info: Json
  readonly servers: readonly Json[]
  readonly security: readonly Json[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Json
}

/** What the door itself may say, by status; beyond these each operation has its own codes. */
const DOOR: Readonly<Record<string, readonly string[]>> = {
  401: ['identity/not-signed-in'],
  403: ['identity/not-allowed', 'identity/second-factor-needed', 'identity/other-origin'],
  404: ['request/no-such-thing'],
  409: ['request/key-reused'],
  413: ['request/too-large'],
  415: ['request/content-type'],
  422: [
    'request/not-valid',
    'request/not-json',
    'request/bad-key',
    'request/bad-purpose',
    'trail/bad-purpose',
  ],
  429: ['request/too-many'],
  503: ['trail/unwritable'],
}

/** RFC 6749 §4.4 with RFC 7523 §2.2, as far as a client's programmer must know it. */
export const CLIENT_TOKENS =
  '接口系统的令牌，十分钟有效，放在 Authorization: Bearer 之后。以表单（application/x-www-form-urlencoded）向 /api/v1/token 提交 grant_type=client_credentials、client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer 和 client_assertion。断言是以登记的私钥签名的 JWT（EdDSA 或 ES256，typ 为 JWT）：iss 和 sub 为登记时给出的编号，aud 为换取令牌的完整网址，exp 不超过 300 秒以后，jti 8 至 128 个字符、只用一次。'

/** The staff API as OpenAPI 3.1, made from the very routes that are served. */
export function openApiDocument(routes: readonly StaffRoute[], publicOrigin: string): ApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route)
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: '证信业务接口',
      version: '1',
      description:
        '机构岗位使用的接口。错误一律按 RFC 9457 返回，type 和 title 长期不变。有副作用的请求可带 Idempotency-Key，七日内重发只办一次。',
    },
    servers: [{ url: publicOrigin }],
    security: [{ session: [] }, { client: [] }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(publicOrigin) },
        client: {
          type: 'oauth2',
          description: CLIENT_TOKENS,
          flows: { clientCredentials: { tokenUrl: tokenUrl({ publicOrigin }), scopes: {} } },
        },
      },
      schemas: { Problem: PROBLEM },
    },
  }
}

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string', description: '稳定的代码' },
    status: { type: 'integer' },
    detail: { type: 'string', description: '哪里不对、怎么办' },
  },
  required: ['type', 'title', 'status', 'detail'],
}

function operationOf(route: StaffRoute): Operation {
  const own = route.problems.filter((code) => !Object.values(DOOR).flat().includes(code))
  const door = Object.entries(DOOR).filter(([status]) => appliesTo(route, status))
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [tagOf(route)],
    parameters: [...parametersOf(route, 'path'), ...parametersOf(route, 'query'), ...headersOf(route)],
    ...bodyOf(route),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => [status, success(status, schema)]),
      ),
      ...Object.fromEntries(door.map(([status, codes]) => [status, refusal(codes)])),
      ...(own.length === 0 ? {} : { default: refusal(own) }),
    },
    'x-act': route.act,
    'x-roles': ACTS[route.act].sort === 'self' ? ALL_ROLES : rolesWith(route.act),
    'x-office': typeof route.office === 'function' ? 'one' : route.office,
    'x-problems': [...door.flatMap(([, codes]) => codes), ...own],
  }
}

function appliesTo(route: StaffRoute, status: string): boolean {
  const changes = route.method !== 'get'
  if (status === '404') return typeof route.office === 'function'
  if (status === '415') return route.body !== undefined && route.body !== 'none'
  if (status === '409') return changes && route.repeatsItself !== true
  return changes || status !== '413'
}

/** 'get /api/v1/jobs/{jobId}/events' → 'getJobsJobIdEvents' */
const operationId = ({ method, path }: StaffRoute): string =>
  method +
  path
    .replace('/api/v1', '')
    .split(/[/{}-]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

const tagOf = ({ path }: StaffRoute): string => path.split('/')[3] ?? 'api'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Record<string, unknown>
  return rest
}

function parametersOf(route: StaffRoute, where: 'path' | 'query'): readonly Parameter[] {
  const schema = where === 'path' ? route.params : route.query
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(typeof description === 'string' ? { description } : {}),
    schema,
  }))
}

function headersOf(route: StaffRoute): readonly Parameter[] {
  const purpose: Parameter = {
    name: 'X-Purpose',
    in: 'header',
    required: false,
    description: '办理事由，百分号编码的 UTF-8，至多 200 字，记入操作记录；不要写证件号码',
    schema: { type: 'string' },
  }
  const key: Parameter = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: '同一键七日内只办一次，重发得到同样的答复；内容不同则拒绝',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,64}$' },
  }
  return route.method === 'get' || route.repeatsItself ? [purpose] : [purpose, key]
}

function bodyOf(route: StaffRoute): Pick<Operation, 'requestBody'> {
  const { body } = route
  if (body === undefined || body === 'none') return {}
  const content: Readonly<Record<string, Content>> =
    body === 'bytes'
      ? { 'application/octet-stream': { schema: {} } }
      : { 'application/json': { schema: schemaOf(body, 'input') } }
  return { requestBody: { required: true, content } }
}

function success(status: string, schema: z.ZodType): Answer {
  const { description = '成功', ...shape } = schemaOf(schema, 'output')
  if (status === '204') return { description: String(description) }
  return { description: String(description), content: { [mediaTypeOf(schema)]: { schema: shape } } }
}

/** What an answer of this schema is sent as: JSON, unless the schema itself says otherwise. */
export function mediaTypeOf(schema: z.ZodType | undefined): string {
  const { contentMediaType } = schema?.meta() ?? {}
  return typeof contentMediaType === 'string' ? contentMediaType : 'application/json'
}

const refusal = (codes: readonly string[]): Answer => ({
  description: codes.join('、'),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [{ $ref: '#/components/schemas/Problem' }],
        properties: { title: { enum: codes } },
      },
    },
  },
})
