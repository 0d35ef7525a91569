import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { findOrAddPersons, type NamedPerson } from '../../people/find-or-add.ts'
import { ID_DOCUMENT_TYPES, readIdDocument, type IdDocumentType } from '../../people/id-document.ts'
import { checkName } from '../../people/name.ts'
import { NONCE_LENGTH, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { authorise } from '../authorise.ts'
import { findAuthority } from '../find-authority.ts'
import { officeClosed, officeNotFound } from '../refusals.ts'
import { sealAccountName } from './account-name.ts'
import { readLogin } from './login.ts'
import { giveSecret, type OneTimeSecret } from './one-time-secret.ts'
import { badLogin, badPerson, knownUnderAnotherName, loginTaken } from './refusals.ts'
import { accounts, sealedAccounts } from './schema.ts'

export interface NewAccount {
  /** 3 to 32 of A–Z a–z 0–9 . _ -; kept in small letters. */
  readonly login: string
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly officeId: string
}

/**
 * Opens an account and says once the secret with which its owner sets a password within 72 hours. Two accounts of
 * one number are one person. Refuses `identity/bad-login`, `identity/login-taken`, `identity/bad-person`,
 * `identity/other-name`, `identity/office-not-found`.
 */
export async function openAccount(
  ctx: Context,
  input: NewAccount,
): Promise<OneTimeSecret & { readonly accountId: string; readonly personId: string }> {
  const login = readLogin(input.login)
  if (login === null) throw badLogin()
  const person = checked(ctx, input)
  try {
    return await ctx.database.transaction(async (tx) => {
      await authorise(ctx, tx, 'accounts.manage', input.officeId, officeNotFound(input.officeId))
      const office = await findAuthority(tx, input.officeId)
      if (!office) throw officeNotFound(input.officeId)
      if (office.state === 'closed') throw officeClosed(office.name)
      const record = entryRecord(ctx.random(16))
      const { keys, otherName, sealRoot } = await findOrAddPersons(ctx, tx, record, [person])
      if (otherName.length > 0) throw knownUnderAnotherName()
      const key = keys[0] as PersonKey
      const id = base64url(ctx.random(16))
      const nonce = ctx.random(NONCE_LENGTH)
      const row = {
        id,
        personId: key.personId,
        login,
        name: sealAccountName(key, id, person.name, nonce),
        officeId: office.id,
        openedOn: ctx.today(),
        openedBy: ctx.actor.name,
      }
      const sealed = sealRows(sealedAccounts, record, [row], ctx.random(32))
      await tx.insert(accounts).values([...sealed.rows])
      const secret = await giveSecret(ctx, tx, id)
      await recordAct(ctx, tx, {
        act: 'accounts.manage',
        officeId: office.id,
        subjects: [key.personId],
        about: id,
        facts: { what: 'opened' },
      })
      await appendEntries(tx, [
        {
          type: 'account.opened',
          record,
          day: ctx.today(),
          seals: { accounts: sealed.sealRoot, ...(sealRoot ? { persons: sealRoot } : {}) },
          facts: { authority: office.creditCode },
        },
      ])
      return { ...secret, accountId: id, personId: key.personId }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'accounts_login') throw loginTaken(login)
    throw error
  }
}

function checked(ctx: Context, input: NewAccount): NamedPerson {
  const name = checkName(input.name)
  if ('fault' in name) throw badPerson('name', '姓名为空、过长，或含有不能使用的字符')
  const type = ID_DOCUMENT_TYPES.find((known) => known === input.idType)
  if (type === undefined) throw badPerson('idType', '证件类型不在可用范围')
  return { name: name.name, idType: type, idNumber: numberOf(ctx, type, input.idNumber) }
}

function numberOf(ctx: Context, type: IdDocumentType, text: string): string {
  const document = readIdDocument(type, text, ctx.today())
  if ('fault' in document) throw badPerson('idNumber', '证件号码与证件类型不符，或校验不对')
  // Fifteen digits and the eighteen they stand for are one person.
  return document.idNumber?.full ?? document.number
}
