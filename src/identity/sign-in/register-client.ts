import { eq } from 'drizzle-orm'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { textFault } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { authorise } from '../authorise.ts'
import { authorityById, findAuthority } from '../find-authority.ts'
import { holdGrants } from '../hold-grants.ts'
import { officeClosed, officeNotFound } from '../refusals.ts'
import { endSessions } from './begin-session.ts'
import { readClientKey } from './client-key.ts'
import { storeClosing } from './close-account.ts'
import { isClosed } from './find-account.ts'
import { badClientKey, badClientName, clientClosed, clientNotFound } from './refusals.ts'
import { apiClients, sealedApiClients } from './schema.ts'

export interface NewClient {
  /** 1 to 40 characters. */
  readonly name: string
  readonly officeId: string
  /** Public key as a JWK: Ed25519 or P-256. */
  readonly jwk: Readonly<Record<string, unknown>>
}

/**
 * Registers another system; what it may do are its roles, granted like a person's. Refuses
 * `identity/bad-client-name`, `identity/client-key-…`, `identity/office-not-found`.
 */
export async function registerClient(ctx: Context, input: NewClient): Promise<{ readonly clientId: string }> {
  const name = input.name.trim()
  if (name === '' || Array.from(name).length > 40 || textFault(name) !== null) throw badClientName()
  const key = readClientKey(input.jwk)
  if (typeof key === 'string') throw badClientKey(key)

  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'clients.manage', input.officeId, officeNotFound(input.officeId))
    const office = await findAuthority(tx, input.officeId)
    if (!office) throw officeNotFound(input.officeId)
    if (office.state === 'closed') throw officeClosed(office.name)
    const clientId = base64url(ctx.random(16))
    const record = entryRecord(ctx.random(16))
    const row = {
      id: clientId,
      name,
      officeId: office.id,
      key,
      registeredOn: ctx.today(),
      registeredBy: ctx.actor.name,
    }
    const { rows, sealRoot } = sealRows(sealedApiClients, record, [row], ctx.random(32))
    await tx.insert(apiClients).values([...rows])
    await recordAct(ctx, tx, {
      act: 'clients.manage',
      officeId: office.id,
      about: clientId,
      facts: { what: 'registered' },
    })
    await appendEntries(tx, [
      {
        type: 'client.registered',
        record,
        day: ctx.today(),
        seals: { api_clients: sealRoot },
        facts: { authority: office.creditCode },
      },
    ])
    return { clientId }
  })
}

/** Which office a client belongs to. Refuses `identity/client-not-found`. */
export async function officeOfClient(handle: Handle, clientId: string): Promise<string> {
  const [client] = await handle
    .select({ officeId: apiClients.officeId })
    .from(apiClients)
    .where(eq(apiClients.id, clientId))
  if (!client) throw clientNotFound(clientId)
  return client.officeId
}

/** Closes another system's way in for good. Refuses `identity/client-not-found`, `identity/client-closed`. */
export async function closeClient(ctx: Context, input: { readonly clientId: string }): Promise<void> {
  const { clientId } = input
  await ctx.database.transaction(async (tx) => {
    await holdGrants(tx, { shared: ctx.actor.accountId, alone: clientId })
    const mine = eq(apiClients.id, clientId)
    const officeId = await officeOfClient(tx, clientId)
    await authorise(ctx, tx, 'clients.manage', officeId, clientNotFound(clientId))
    await tx.select({ id: apiClients.id }).from(apiClients).where(mine).for('update')
    if (await isClosed(tx, clientId)) throw clientClosed(clientId)
    await endSessions(ctx, tx, clientId)
    const office = await authorityById(tx, officeId)
    await storeClosing(ctx, tx, clientId, {
      type: 'client.closed',
      act: 'clients.manage',
      office,
      subjects: [],
    })
  })
}
