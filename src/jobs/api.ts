import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import { cancelJob } from './cancel-job.ts'
import { findJob, listJobs, officeOfJob } from './find-job.ts'
import type { Job } from './job.ts'
import { watchJob } from './watch-job.ts'

const jobParams = z.strictObject({ jobId: z.string().min(1).max(64).describe('任务编号') })

const page = z.strictObject({
  after: z.string().min(1).max(64).optional().describe('上一页最后一项的编号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})

const jobShape = z.strictObject({
  id: z.string(),
  kind: z.string().describe('任务种类'),
  officeId: z.string(),
  startedBy: z.string().describe('发起的账号或系统，不是姓名'),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.int().min(0),
  total: z.int().min(0).describe('总量未知时为 0'),
  attempts: z.int().min(0),
  isCancelling: z.boolean(),
  result: z.record(z.string(), z.unknown()).nullable(),
  problem: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})

const shown = (job: Job) => ({
  ...job,
  startedAt: job.startedAt.toISOString(),
  endedAt: job.endedAt?.toISOString() ?? null,
})

/** Server-sent events (HTML Living Standard §9.2): one `job` event for each change, comments as signs of life. */
async function* eventsOf(course: AsyncIterable<Job | null>): AsyncGenerator<string> {
  for await (const job of course)
    yield job === null ? ': 仍在进行\n\n' : `event: job\ndata: ${JSON.stringify(shown(job))}\n\n`
  yield 'event: end\ndata: {}\n\n'
}

/** Long work: seen, followed and cancelled. What starts it is an act of the capability that does it. */
export const jobRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/jobs',
    summary: '列出任务',
    act: 'jobs.see',
    office: 'scoped',
    query: page,
    answers: { 200: z.strictObject({ items: z.array(jobShape), next: z.string().nullable() }) },
    problems: [],
    async handle(ctx, { query }) {
      const { items, next } = await listJobs(ctx, ctx.database.read, query)
      return { status: 200, body: { items: items.map(shown), next } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/jobs/{jobId}',
    summary: '查看一项任务',
    act: 'jobs.see',
    office: (_, handle, { params }) => officeOfJob(handle, params.jobId),
    params: jobParams,
    answers: { 200: jobShape },
    problems: ['jobs/not-found'],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: shown(await findJob(ctx, ctx.database.read, params.jobId)),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/jobs/{jobId}/events',
    summary: '跟踪任务进度（服务器推送）',
    act: 'jobs.see',
    office: (_, handle, { params }) => officeOfJob(handle, params.jobId),
    params: jobParams,
    answers: {
      200: z.string().meta({
        contentMediaType: 'text/event-stream',
        description: '每次变化推送一个 job 事件，结束时推送 end 事件',
      }),
    },
    problems: ['jobs/not-found'],
    handle: (ctx, { params }) =>
      Promise.resolve({ status: 200, body: eventsOf(watchJob(ctx, params.jobId)) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/jobs/{jobId}/cancellation',
    summary: '取消任务',
    act: 'jobs.cancel',
    office: (_, handle, { params }) => officeOfJob(handle, params.jobId),
    params: jobParams,
    body: 'none',
    answers: { 200: jobShape },
    problems: ['jobs/not-found', 'jobs/ended'],
    handle: async (ctx, { params }) => ({ status: 200, body: shown(await cancelJob(ctx, params.jobId)) }),
  }),
]
