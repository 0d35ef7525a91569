import { Hono } from 'hono'
import type { Context, Env } from '../platform/context.ts'
import { nothingHere } from '../platform/refusals.ts'
import { deskPage, type Desk } from '../web/desk-page.tsx'
import { PRIVATE_PAGE } from '../web/headers.ts'
import { EmptyState, ProgressState } from '../web/states.tsx'
import { FactTable, RowTable } from '../web/table.tsx'
import { reachOf } from '../identity/authorise.ts'
import { cancelJob } from './cancel-job.ts'
import { findJob, listJobs } from './find-job.ts'
import { hasEnded, type Job, type JobKind } from './job.ts'

const STATUS: Readonly<Record<Job['status'], string>> = {
  waiting: '等待办理',
  running: '正在办理',
  done: '已完成',
  failed: '未完成',
  cancelled: '已取消',
}

const PAGE = 50
/** How soon a page without a script looks again. */
const REFRESH_SECONDS = 3

/** `/desk/jobs`: long work of the offices in reach, each with its course. The door and its checks stand before it. */
export const jobsDesk =
  (kinds: readonly JobKind[]) =>
  (desk: Desk): Hono<Env> => {
    const known = new Map(kinds.map((kind) => [kind.kind, kind]))
    const nameOf = ({ kind }: Job) => known.get(kind)?.zh ?? kind
    return new Hono<Env>()
      .get('/desk/jobs', async (c) => {
        const { ctx } = c.var
        const after = c.req.query('after')
        const page = await listJobs(ctx, ctx.database.read, { after, limit: PAGE })
        const html = deskPage({
          site: desk.site,
          viewer: await desk.viewer(ctx),
          title: '任务',
          current: '/desk/jobs',
          children: (
            <>
              <h1>任务</h1>
              <JobTable jobs={page.items} nameOf={nameOf} />
              {page.next !== null && <a href={`/desk/jobs?after=${page.next}`}>更早的任务</a>}
            </>
          ),
        })
        return c.html(html, 200, PRIVATE_PAGE)
      })
      .get('/desk/jobs/:id', async (c) => {
        const { ctx } = c.var
        const job = await findJob(ctx, ctx.database.read, c.req.param('id'))
        const isOver = hasEnded(job)
        const html = deskPage({
          site: desk.site,
          viewer: await desk.viewer(ctx),
          title: nameOf(job),
          current: '/desk/jobs',
          ...(isOver
            ? {}
            : { refresh: REFRESH_SECONDS, scripts: <script src={desk.site.assets.job} defer /> }),
          children: (
            <JobPart
              job={job}
              name={nameOf(job)}
              outcome={job.result && (known.get(job.kind)?.outcome?.(job.result) ?? null)}
              mayCancel={!isOver && (await mayCancel(ctx, job))}
            />
          ),
        })
        return c.html(html, 200, PRIVATE_PAGE)
      })
      .post('/desk/jobs/:id/cancel', async (c) => {
        const id = c.req.param('id')
        if (!/^[\w-]{1,64}$/.test(id)) throw nothingHere()
        await cancelJob(c.var.ctx, id)
        return c.redirect(`/desk/jobs/${id}`, 303)
      })
  }

const mayCancel = async (ctx: Context, { officeId }: Job): Promise<boolean> =>
  (await reachOf(ctx, 'jobs.cancel'))(officeId)

function JobTable({
  jobs,
  nameOf,
}: {
  readonly jobs: readonly Job[]
  readonly nameOf: (job: Job) => string
}) {
  if (jobs.length === 0)
    return <EmptyState>现在没有任务。导入名单、批量核验等较长的工作会列在这里。</EmptyState>
  return (
    <RowTable
      caption="任务，最近的在前"
      columns={['任务', '状态', '进度', '发起时间']}
      rows={jobs.map((job) => [
        <a href={`/desk/jobs/${job.id}`}>{nameOf(job)}</a>,
        STATUS[job.status],
        job.total === 0 ? '—' : `${job.done} / ${job.total}`,
        timeOf(job.startedAt),
      ])}
    />
  )
}

function JobPart({
  job,
  name,
  outcome,
  mayCancel,
}: {
  readonly job: Job
  readonly name: string
  readonly outcome: ReturnType<NonNullable<JobKind['outcome']>> | null
  readonly mayCancel: boolean
}) {
  return (
    <>
      <h1>{name}</h1>
      {/* The script keeps these up to date; without it the page asks for itself again. */}
      <div id="job" data-events={`/api/v1/jobs/${job.id}/events`}>
        <ProgressState label={STATUS[job.status]} done={job.done} total={Math.max(job.total, 1)} />
      </div>
      {job.isCancelling && !hasEnded(job) && <p>已要求取消，将在当前一步完成后停止。</p>}
      {job.problem && (
        <div class="note error">
          <p>{job.problem.detail}</p>
          <p class="soft small mono">{job.problem.code}</p>
        </div>
      )}
      {outcome && (
        <p class="note">
          {outcome.words} <a href={outcome.href}>{outcome.link}</a>
        </p>
      )}
      <FactTable
        caption="任务情况"
        facts={[
          { label: '状态', value: STATUS[job.status] },
          { label: '发起时间', value: timeOf(job.startedAt) },
          { label: '结束时间', value: job.endedAt ? timeOf(job.endedAt) : '—' },
          { label: '第几次办理', value: String(job.attempts) },
        ]}
      />
      {mayCancel && (
        <form method="post" action={`/desk/jobs/${job.id}/cancel`}>
          <button type="submit">取消这项任务</button>
        </form>
      )}
      <p>
        <a href="/desk/jobs">全部任务</a>
      </p>
    </>
  )
}

const TIME = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'medium',
  timeStyle: 'short',
})
const timeOf = (at: Date): string => TIME.format(at)
