import { describe, expect, it } from 'vitest'
import { DESKS, STAFF_ROUTES } from '../../src/desks.ts'
import { referenceRoutes } from '../../src/docs-page.tsx'
import { ALL_ACTS } from '../../src/identity/act.ts'
import { ALL_ROLES, rolesWith } from '../../src/identity/role.ts'
import { openApiDocument, type Operation } from '../../src/openapi.ts'
import { SITE } from '../verification/answers.ts'

const api = openApiDocument(STAFF_ROUTES, 'https://rcps.example.gov.cn')
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
)

function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Record<string, unknown>
  for (const inner of Object.values(value)) yield* objectsIn(inner)
}

const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], api)

describe('the document of the staff API', () => {
  it('has every route once, and nothing else', () => {
    expect(operations).toHaveLength(STAFF_ROUTES.length)
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
    expect(DESKS.length).toBeGreaterThan(0)
  })

  it('resolves every reference within itself', () => {
    for (const { $ref } of objectsIn(api))
      if (typeof $ref === 'string') {
        expect($ref).toMatch(/^#\//)
        expect(resolve($ref), $ref).toBeTypeOf('object')
      }
  })

  it('tells an outside system how to get its token, and how to open what was committed for it', () => {
    const schemes = api.components['securitySchemes'] as Record<string, Record<string, unknown>>
    expect(schemes['client']).toMatchObject({
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: 'https://rcps.example.gov.cn/api/v1/token', scopes: {} } },
    })
    for (const word of ['client_assertion_type', 'aud', 'exp', 'jti', 'EdDSA'])
      expect(schemes['client']?.['description']).toContain(word)
    expect(JSON.stringify(api.paths['/api/v1/documents'])).toContain('zhengxin/v1|document|digest|')
  })

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(api))).toEqual(api)
  })

  it.each(operations.map((each) => [each.name, each] as const))(
    '%s is told whole',
    (_, { path, operation }) => {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name)
      expect(new Set(declared)).toEqual(new Set(inPath))
      expect(declared).toHaveLength(inPath.length)
      expect(ALL_ACTS).toContain(operation['x-act'])
      expect(['one', 'scoped', 'none']).toContain(operation['x-office'])
      expect(operation.summary).toMatch(/[\u4e00-\u9fff]/)
      const expected =
        operation['x-act'] === 'self' ? ALL_ROLES : rolesWith(operation['x-act'] as (typeof ALL_ACTS)[number])
      expect(operation['x-roles']).toEqual(expected)
      expect(operation['x-roles'].length).toBeGreaterThan(0)
      expect(operation['x-problems']).toContain('identity/not-signed-in')
      for (const code of operation['x-problems']) expect(code).toMatch(/^[a-z]+\/[a-z-]+$/)
      expect(
        Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status)).length,
      ).toBeGreaterThan(0)
      for (const status of ['401', '403', '422', '429', '503'])
        expect(operation.responses).toHaveProperty(status)
    },
  )

  it.each(operations.map((each) => [each.name, each.operation] as const))(
    '%s takes no member it does not name',
    (_, operation: Operation) => {
      const schema = operation.requestBody?.content['application/json']?.schema
      const { anyOf = schema && [schema] } = (schema ?? {}) as { anyOf?: readonly unknown[] }
      for (const each of anyOf ?? [])
        expect(each).toMatchObject({ type: 'object', additionalProperties: false })
    },
  )
})

describe('the reference page', () => {
  it('is ours alone: every operation, no script, nothing from another host', async () => {
    const routes = referenceRoutes(SITE, api)
    const html = await (await routes.request('/docs')).text()
    for (const { operation } of operations) expect(html).toContain(`id="${operation.operationId}"`)
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(html).not.toContain('style="')
    expect(await (await routes.request('/openapi.json')).json()).toEqual(api)
  })
})
