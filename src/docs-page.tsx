import { Hono } from 'hono'
import { ALL_ROLES, roleRow, type Role } from './identity/role.ts'
import { CLIENT_TOKENS, type ApiDocument, type Operation } from './openapi.ts'
import type { Env } from './platform/context.ts'
import { document } from './web/layout.tsx'
import type { Site } from './web/site.ts'
import { FactTable, RowTable } from './web/table.tsx'

/** `/openapi.json` for programs and `/docs` for people, both from the document of this start; nothing of other hosts. */
export function referenceRoutes(site: Site, api: ApiDocument): Hono<Env> {
  const json = JSON.stringify(api)
  const page = docsPage(site, api)
  const headers = { 'Cache-Control': 'public, max-age=60' }
  return new Hono<Env>()
    .get('/openapi.json', (c) =>
      c.body(json, 200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' }),
    )
    .get('/docs', (c) => c.html(page, 200, headers))
}

function docsPage(site: Site, api: ApiDocument): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return document({
    site,
    language: 'zh',
    title: '业务接口',
    indexable: true,
    children: (
      <>
        <h1>业务接口</h1>
        <p>
          机构岗位和接口系统使用。文档由服务本身生成：<a href="/openapi.json">openapi.json</a>（OpenAPI
          3.1）。错误一律按 RFC 9457 返回，<code>title</code> 是长期不变的代码。
        </p>
        <p>{CLIENT_TOKENS}</p>
        <nav aria-label="目录">
          <ul>
            {api.tags.map(({ name }) => (
              <li>
                <a href={`#${name}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        {api.tags.map(({ name }) => (
          <section aria-labelledby={name}>
            <h2 id={name}>{name}</h2>
            {operations
              .filter(({ operation }) => operation.tags.includes(name))
              .map((each) => (
                <OperationPart {...each} />
              ))}
          </section>
        ))}
      </>
    ),
  })
}

const OFFICE = { one: '一个机构，须在岗位范围内', scoped: '只显示岗位范围内的', none: '不涉及机构' } as const

interface Part {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

function OperationPart({ path, method, operation }: Part) {
  const { operationId, summary, parameters, requestBody, responses } = operation
  return (
    <section aria-labelledby={operationId}>
      <h3 id={operationId}>{summary}</h3>
      <p class="mono">
        <b>{method.toUpperCase()}</b> {path}
      </p>
      <FactTable
        caption="权限"
        facts={[
          { label: '操作', value: operation['x-act'] },
          { label: '岗位', value: rolesOf(operation) },
          { label: '机构范围', value: OFFICE[operation['x-office']] },
        ]}
      />
      {parameters.length > 0 && (
        <RowTable
          caption="参数"
          columns={['名称', '位置', '必填', '说明']}
          rows={parameters.map((parameter) => [
            parameter.name,
            parameter.in,
            parameter.required ? '是' : '否',
            parameter.description ?? '',
          ])}
        />
      )}
      {Object.entries(requestBody?.content ?? {}).map(([mediaType, { schema }]) => (
        <Shape title={`请求内容 ${mediaType}`} schema={schema} />
      ))}
      {Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, { content = {} }]) =>
          Object.entries(content).map(([mediaType, { schema }]) => (
            <Shape title={`答复 ${status} ${mediaType}`} schema={schema} />
          )),
        )}
      <p>
        可能的错误代码：
        {operation['x-problems'].map((code, i) => (
          <>
            {i > 0 && '、'}
            <a class="mono" href={`/problems/${code}`}>
              {code}
            </a>
          </>
        ))}
      </p>
    </section>
  )
}

const rolesOf = (operation: Operation): string => {
  const roles = operation['x-roles'] as readonly Role[]
  return roles.length === ALL_ROLES.length ? '所有岗位' : roles.map((role) => roleRow(role).zh).join('、')
}

const Shape = ({ title, schema }: { readonly title: string; readonly schema: object }) => (
  <details>
    <summary>{title}</summary>
    <pre class="mono">{JSON.stringify(schema, null, 2)}</pre>
  </details>
)
