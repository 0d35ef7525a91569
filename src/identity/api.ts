import { z } from 'zod'
import type { Handle } from '../platform/database.ts'
import { actRow } from './act.ts'
import { changeAuthority } from './change-authority.ts'
import { findAuthority, officesAbove, seenAuthorities, seenAuthority } from './find-authority.ts'
import { grantsAt } from './find-grants.ts'
import { officeOfPower, powersOf } from './find-powers.ts'
import { grantPower, withdrawPower } from './grant-power.ts'
import { grantRole } from './grant-role.ts'
import {
  id,
  role,
  ground,
  page,
  pageOf,
  officeShape,
  newOffice,
  officeChange,
  powerFacts,
  powerShape,
  grantShape,
  roleShape,
  officeParams,
  powerParams,
  grantParams,
} from './office-shapes.ts'
import { registerAuthority } from './register-authority.ts'
import { ALL_ROLES, roleRow } from './role.ts'
import { staffRoute, type StaffRoute } from './route.ts'
import { withdrawRole } from './withdraw-role.ts'

// What an office is, is decided above it; its powers, at the top of its tree.
const above = async (handle: Handle, officeId: string): Promise<string> =>
  (await findAuthority(handle, officeId))?.parentId ?? ''
const top = async (handle: Handle, officeId: string): Promise<string> =>
  (await officesAbove(handle, officeId)).at(-1) ?? ''

/** A page of at most `limit`, and where the next begins. */
function paged<T>(rows: readonly T[], limit: number, key: (row: T) => string) {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? key(items.at(-1) as T) : null }
}

const offices: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/offices',
    summary: '列出管辖范围内的机构',
    act: 'offices.see',
    office: 'scoped',
    query: page,
    answers: { 200: pageOf(officeShape) },
    problems: [],
    async handle(ctx, { query: { after, limit } }) {
      const rows = await seenAuthorities(ctx, { after, limit: limit + 1 })
      return { status: 200, body: paged(rows, limit, ({ creditCode }) => creditCode) }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/offices',
    summary: '登记下级机构',
    act: 'offices.manage',
    office: (_, __, { body }) => Promise.resolve(body.parentId),
    body: newOffice,
    answers: { 201: officeShape },
    problems: [
      'identity/bad-authority',
      'identity/authority-exists',
      'identity/parent-not-found',
      'identity/bad-parent',
      'identity/office-closed',
    ],
    handle: async (ctx, { body: { sealName, ...office } }) => ({
      status: 201,
      body: await registerAuthority(ctx, sealName === undefined ? office : { ...office, sealName }),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/offices/{officeId}',
    summary: '查看一个机构',
    act: 'offices.see',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: officeParams,
    answers: { 200: officeShape },
    problems: ['identity/office-not-found'],
    handle: async (ctx, { params }) => ({ status: 200, body: await seenAuthority(ctx, params.officeId) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/offices/{officeId}/changes',
    summary: '变更机构：更名、调整上级、换章、撤销',
    act: 'offices.manage',
    office: (_, handle, { params }) => above(handle, params.officeId),
    params: officeParams,
    body: officeChange,
    answers: { 201: officeShape },
    problems: [
      'identity/office-not-found',
      'identity/office-closed',
      'identity/office-ring',
      'identity/offices-below',
      'identity/parent-not-found',
      'identity/bad-parent',
      'identity/bad-authority',
      'identity/bad-ground',
      'identity/nothing-changed',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await changeAuthority(ctx, { authorityId: params.officeId, ...body }),
    }),
  }),
]

const powers: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/offices/{officeId}/powers',
    summary: '查看机构的权限',
    act: 'offices.see',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: officeParams,
    answers: { 200: z.strictObject({ items: z.array(powerShape) }) },
    problems: ['identity/office-not-found'],
    async handle(ctx, { params }) {
      const office = await seenAuthority(ctx, params.officeId)
      return { status: 200, body: { items: await powersOf(ctx.database.read, office.id) } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/offices/{officeId}/powers',
    summary: '授予机构权限（由最上级机构办理）',
    act: 'offices.manage',
    office: (_, handle, { params }) => top(handle, params.officeId),
    params: officeParams,
    body: z.strictObject(powerFacts),
    answers: { 201: z.strictObject({ powerId: id }) },
    problems: [
      'identity/office-not-found',
      'identity/office-closed',
      'identity/bad-power',
      'identity/bad-ground',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await grantPower(ctx, { authorityId: params.officeId, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/powers/{powerId}/withdrawal',
    summary: '收回机构权限（由最上级机构办理）',
    act: 'offices.manage',
    office: async (_, handle, { params }) => top(handle, await officeOfPower(handle, params.powerId)),
    params: powerParams,
    body: z.strictObject({ ground }),
    answers: { 200: powerParams },
    problems: ['identity/power-not-found', 'identity/bad-ground'],
    async handle(ctx, { params: { powerId }, body }) {
      await withdrawPower(ctx, { powerId, ...body })
      return { status: 200, body: { powerId } }
    },
  }),
]

const roles: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/roles',
    summary: '岗位表：每个岗位能做什么',
    act: 'self',
    office: 'none',
    answers: { 200: z.strictObject({ items: z.array(roleShape) }) },
    problems: [],
    handle: () =>
      Promise.resolve({
        status: 200,
        body: {
          items: ALL_ROLES.map((name) => {
            const { acts, ...row } = roleRow(name)
            return { role: name, ...row, acts: acts.map((act) => ({ act, zh: actRow(act).zh })) }
          }),
        },
      }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/offices/{officeId}/grants',
    summary: '查看机构现有的岗位授予',
    act: 'accounts.see',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: officeParams,
    query: page,
    answers: { 200: pageOf(grantShape) },
    problems: ['identity/office-not-found'],
    async handle(ctx, { params, query: { after, limit } }) {
      const rows = await grantsAt(ctx, params.officeId, { after, limit: limit + 1 })
      return { status: 200, body: paged(rows, limit, (row) => row.id) }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/offices/{officeId}/grants',
    summary: '授予岗位',
    act: 'accounts.manage',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: officeParams,
    body: z.strictObject({ grantee: id, role }),
    answers: { 201: grantParams },
    problems: [
      'identity/office-not-found',
      'identity/grantee-not-found',
      'identity/own-role',
      'identity/office-closed',
      'identity/role-not-held-here',
      'identity/role-for-people',
      'identity/already-granted',
    ],
    async handle(ctx, { params, body }) {
      await grantRole(ctx, { ...params, ...body })
      return { status: 201, body: { ...params, ...body } }
    },
  }),
  staffRoute({
    method: 'delete',
    path: '/api/v1/offices/{officeId}/grants/{grantee}/{role}',
    summary: '收回岗位',
    act: 'accounts.manage',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: grantParams,
    answers: { 200: grantParams },
    problems: [
      'identity/office-not-found',
      'identity/grantee-not-found',
      'identity/own-role',
      'identity/not-granted',
    ],
    async handle(ctx, { params }) {
      await withdrawRole(ctx, params)
      return { status: 200, body: params }
    },
  }),
]

/** Offices, their powers, and who holds which role for them. */
export const identityRoutes: readonly StaffRoute[] = [...offices, ...powers, ...roles]
