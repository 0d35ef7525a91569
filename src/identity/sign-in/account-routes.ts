import { z } from 'zod'
import { ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { staffRoute, type StaffRoute } from '../route.ts'
import { moveAccount, renameAccount } from './change-account.ts'
import { closeAccount } from './close-account.ts'
import { accountById } from './find-account.ts'
import { listAccounts } from './list-accounts.ts'
import { openAccount } from './open-account.ts'
import { approveRecovery, listRecoveries, officeOfRecovery, startRecovery } from './recovery.ts'
import { accountShape, id, nothing, oneTimeSecret, page, pageOf, recoveryShape } from './route-shapes.ts'

const account = z.strictObject({ accountId: id.describe('账号编号') })
const recovery = z.strictObject({ recoveryId: id.describe('恢复申请编号') })

const officeOfAccount = async (_: Context, handle: Handle, { params }: { params: { accountId: string } }) =>
  (await accountById(handle, params.accountId)).officeId

const NOT_THEIRS = ['identity/account-not-found', 'identity/account-closed', 'identity/own-account'] as const

/** Accounts: seen, opened, closed, recovered by two officers. */
export const accountRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/accounts',
    summary: '列出账号',
    act: 'accounts.see',
    office: 'scoped',
    query: page,
    answers: {
      200: pageOf(accountShape),
    },
    problems: [],
    handle: async (ctx, { query }) => ({ status: 200, body: await listAccounts(ctx, query) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/accounts',
    summary: '开通账号',
    act: 'accounts.manage',
    office: async (_, __, { body }) => body.officeId,
    body: z.strictObject({
      login: z.string().max(64).describe('登录名：3 到 32 个字母、数字或 . _ -'),
      name: z.string().max(200),
      idType: z.enum(ID_DOCUMENT_TYPES),
      idNumber: z.string().max(64),
      officeId: id,
    }),
    tellsSecret: true,
    answers: { 201: oneTimeSecret.extend({ accountId: z.string() }) },
    problems: [
      'identity/bad-login',
      'request/told-once',
      'identity/login-taken',
      'identity/bad-person',
      'identity/other-name',
      'identity/office-not-found',
      'identity/office-closed',
    ],
    async handle(ctx, { body }) {
      const opened = await openAccount(ctx, body)
      return { status: 201, body: { accountId: opened.accountId, ...told(opened) } }
    },
  }),
  staffRoute({
    method: 'put',
    path: '/api/v1/accounts/{accountId}/name',
    summary: '更改账号的姓名',
    act: 'accounts.manage',
    office: officeOfAccount,
    params: account,
    body: z.strictObject({ name: z.string().max(200) }),
    answers: { 200: nothing },
    problems: [...NOT_THEIRS, 'identity/bad-person', 'identity/same-name'],
    async handle(ctx, { params, body }) {
      await renameAccount(ctx, { ...params, ...body })
      return { status: 200, body: {} }
    },
  }),
  staffRoute({
    method: 'put',
    path: '/api/v1/accounts/{accountId}/office',
    summary: '把账号调到另一机构，收回原有岗位',
    act: 'accounts.manage',
    office: officeOfAccount,
    params: account,
    body: z.strictObject({ officeId: id }),
    answers: { 200: z.strictObject({ withdrawn: z.int().describe('收回的岗位数') }) },
    problems: [
      ...NOT_THEIRS,
      'identity/office-not-found',
      'identity/office-closed',
      'identity/already-there',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 200,
      body: await moveAccount(ctx, { ...params, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/accounts/{accountId}/closing',
    summary: '注销账号',
    act: 'accounts.manage',
    office: officeOfAccount,
    params: account,
    body: 'none',
    answers: { 200: nothing },
    problems: NOT_THEIRS,
    async handle(ctx, { params }) {
      await closeAccount(ctx, params)
      return { status: 200, body: {} }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/accounts/{accountId}/recovery',
    summary: '发起恢复登录（第一位管理员）',
    act: 'accounts.recover',
    office: officeOfAccount,
    params: account,
    body: 'none',
    answers: { 201: z.strictObject({ recoveryId: z.string() }) },
    problems: [
      'identity/account-not-found',
      'identity/account-closed',
      'identity/own-account',
      'identity/recovery-needs-two-officers',
    ],
    handle: async (ctx, { params }) => ({ status: 201, body: await startRecovery(ctx, params) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/recoveries',
    summary: '列出待批准的恢复申请',
    act: 'accounts.recover',
    office: 'scoped',
    answers: {
      200: z.strictObject({ items: z.array(recoveryShape) }),
    },
    problems: [],
    async handle(ctx) {
      const items = await listRecoveries(ctx)
      const shown = items.map((item) => ({ ...item, startedAt: item.startedAt.toISOString() }))
      return { status: 200, body: { items: shown } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/recoveries/{recoveryId}/approval',
    summary: '批准恢复登录（第二位管理员）',
    act: 'accounts.recover',
    office: (_, handle, { params }) => officeOfRecovery(handle, params.recoveryId),
    params: recovery,
    body: 'none',
    tellsSecret: true,
    answers: { 200: oneTimeSecret },
    problems: [
      'identity/recovery-not-found',
      'request/told-once',
      'identity/recovery-already-approved',
      'identity/recovery-needs-two-officers',
      'identity/own-account',
      'identity/account-closed',
    ],
    handle: async (ctx, { params }) => ({ status: 200, body: told(await approveRecovery(ctx, params)) }),
  }),
]

const told = ({ secret: text, expiresAt }: { secret: string; expiresAt: Date }) => ({
  secret: text,
  expiresAt: expiresAt.toISOString(),
})
