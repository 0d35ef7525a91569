import { z } from 'zod'
import { ALL_ROLES } from '../role.ts'

export const id = z.string().min(1).max(64)

export const page = z.strictObject({
  after: id.optional().describe('上一页的 next'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

export const nothing = z.strictObject({})

export const oneTimeSecret = z.strictObject({
  secret: z.string().describe('一次性启用码，只给出这一次'),
  expiresAt: z.iso.datetime(),
})

export const accountShape = z.strictObject({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  officeId: z.string(),
  office: z.string(),
  roles: z.array(z.strictObject({ role: z.enum(ALL_ROLES), officeId: z.string() })),
  state: z.enum(['open', 'waiting', 'closed']).describe('waiting：还没有设置口令，或正在恢复'),
  hasSecondFactor: z.boolean(),
})

export const recoveryShape = z.strictObject({
  id: z.string(),
  accountId: z.string(),
  login: z.string(),
  startedAt: z.iso.datetime(),
  isMine: z.boolean().describe('自己发起的不能自己批准'),
})

export const clientShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  officeId: z.string(),
  office: z.string(),
  state: z.enum(['open', 'closed']),
})

export const sessionShape = z.strictObject({
  id: z.string(),
  agent: z.string().describe('浏览器和系统的类别'),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  isThis: z.boolean(),
})
