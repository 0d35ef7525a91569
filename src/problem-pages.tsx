import { Hono } from 'hono'
import { declaredProblems, type DeclaredProblem } from './declared-problems.ts'
import type { Env } from './platform/context.ts'
import { statusOf } from './platform/problem.ts'
import { nothingHere } from './platform/refusals.ts'
import { Refusal, type RefusalKind } from './platform/refusal.ts'
import { document } from './web/layout.tsx'
import type { Site } from './web/site.ts'
import { FactTable, RowTable } from './web/table.tsx'

/** What each sort of no means and what to do about it, whatever the code. */
const SORTS: Readonly<Record<RefusalKind, { readonly zh: string; readonly en: string }>> = {
  invalid: {
    zh: '提交的内容不合规则：按提示改正后重新提交。',
    en: 'What was sent breaks a rule: mend what the answer names and send it again.',
  },
  unauthenticated: {
    zh: '没有登录，或登录已经结束：登录后重新提交。',
    en: 'Nobody is signed in, or no longer: sign in and send it again.',
  },
  forbidden: {
    zh: '提出的人不能办这件事：请由有权限的人办理。',
    en: 'Whoever asked may not do this: let somebody do it who may.',
  },
  'not-found': {
    zh: '没有这个对象，或不在权限之内：请核对编号或网址。',
    en: 'There is no such thing, or it is out of reach: check the number or address.',
  },
  'wrong-method': {
    zh: '网址对，方法不对：可用的方法见答复的 Allow。',
    en: 'The address is right and the method is not: the Allow header names those that are.',
  },
  conflict: {
    zh: '按现在的情况不能办理：重新查看之后再决定。',
    en: 'As things stand it cannot be done: look again, then decide.',
  },
  'too-large': {
    zh: '内容太大：缩小或分次提交。',
    en: 'It is too large: make it smaller or send it in parts.',
  },
  unsupported: {
    zh: '内容的类型不对：按要求的类型提交。',
    en: 'It is of the wrong type: send the type asked for.',
  },
  'too-many': {
    zh: '请求过于频繁：等到 Retry-After 所说的秒数之后再试。',
    en: 'Too many requests: wait as many seconds as Retry-After says.',
  },
  unavailable: {
    zh: '服务暂时办不到：稍后再试；一直如此请告诉系统管理员。',
    en: 'The service cannot do it for now: try again later; if it lasts, tell its operator.',
  },
}

const HEADERS = { 'Cache-Control': 'public, max-age=3600' }

/** `/problems/<code>`, where the `type` of every problem leads (RFC 9457 §3.1.1), and `/problems`, all of them. */
export function problemPages(site: Site): Hono<Env> {
  const problems = declaredProblems()
  const list = listPage(site, [...problems.values()])
  const answer = (code: string): string => {
    const problem = problems.get(code)
    if (!problem) throw nothingHere()
    return problemPage(site, problem)
  }
  return new Hono<Env>()
    .get('/problems', (c) => c.html(list, 200, HEADERS))
    .get('/problems/:code', (c) => c.html(answer(c.req.param('code')), 200, HEADERS))
    .get('/problems/:folder/:reason', (c) =>
      c.html(answer(`${c.req.param('folder')}/${c.req.param('reason')}`), 200, HEADERS),
    )
}

const statusFor = ({ kind, code }: DeclaredProblem): number =>
  code === 'internal' ? 500 : statusOf(new Refusal(kind, code, ''))

const problemPage = (site: Site, problem: DeclaredProblem): string =>
  document({
    site,
    language: 'zh',
    title: problem.code,
    indexable: true,
    children: (
      <>
        <h1 class="mono">{problem.code}</h1>
        {problem.says.map((text) => (
          <p>{text}</p>
        ))}
        <p>{SORTS[problem.kind].zh}</p>
        <p lang="en">
          {inEnglish(problem.code)}. {SORTS[problem.kind].en}
        </p>
        <FactTable
          caption="答复"
          facts={[
            { label: 'HTTP 状态', value: String(statusFor(problem)) },
            { label: '类型', value: `/problems/${problem.code}` },
          ]}
        />
        <p class="soft small">
          “…”处随具体情况而定，以答复中的 detail 为准。<a href="/problems">全部代码</a>
          <a href="/docs">业务接口</a>
        </p>
      </>
    ),
  })

/** The code's own words: 'approvals/not-approved' → 'Approvals: not approved'. */
function inEnglish(code: string): string {
  const words = code.replace('/', ': ').replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const listPage = (site: Site, problems: readonly DeclaredProblem[]): string =>
  document({
    site,
    language: 'zh',
    title: '错误代码',
    indexable: true,
    children: (
      <>
        <h1>错误代码</h1>
        <p>服务拒绝一件事时给出的代码。代码长期不变，每个代码有自己的网页。</p>
        <RowTable
          caption="全部代码"
          columns={['代码', '状态', '说明']}
          rows={problems.map((problem) => [
            <a class="mono" href={`/problems/${problem.code}`}>
              {problem.code}
            </a>,
            String(statusFor(problem)),
            problem.says.join(' '),
          ])}
        />
      </>
    ),
  })
