import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../route.ts'
import { listClients } from './list-accounts.ts'
import { closeClient, officeOfClient, registerClient } from './register-client.ts'
import { clientShape, id, nothing, page, pageOf } from './route-shapes.ts'

const client = z.strictObject({ clientId: id.describe('接口系统编号') })

/** Other systems. */
export const clientRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/clients',
    summary: '列出接口系统',
    act: 'clients.manage',
    office: 'scoped',
    query: page,
    answers: {
      200: pageOf(clientShape),
    },
    problems: [],
    handle: async (ctx, { query }) => ({ status: 200, body: await listClients(ctx, query) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/clients',
    summary: '登记接口系统',
    act: 'clients.manage',
    office: async (_, __, { body }) => body.officeId,
    body: z.strictObject({
      name: z.string().max(80),
      officeId: id,
      jwk: z.record(z.string(), z.unknown()).describe('公钥：Ed25519 或 P-256，不得含私钥'),
    }),
    answers: { 201: z.strictObject({ clientId: z.string() }) },
    problems: [
      'identity/bad-client-name',
      'identity/client-key-private-key',
      'identity/client-key-unknown-kind',
      'identity/client-key-unknown-member',
      'identity/client-key-not-a-point',
      'identity/client-key-small-order',
      'identity/office-not-found',
      'identity/office-closed',
    ],
    handle: async (ctx, { body }) => ({ status: 201, body: await registerClient(ctx, body) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/clients/{clientId}/closing',
    summary: '注销接口系统',
    act: 'clients.manage',
    office: (_, handle, { params }) => officeOfClient(handle, params.clientId),
    params: client,
    body: 'none',
    answers: { 200: nothing },
    problems: ['identity/client-not-found', 'identity/client-closed'],
    async handle(ctx, { params }) {
      await closeClient(ctx, params)
      return { status: 200, body: {} }
    },
  }),
]
