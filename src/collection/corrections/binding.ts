import type { SealRoot } from '../../ledger/entry.ts'
import { findOrAddPersons, type NamedPerson } from '../../people/find-or-add.ts'
import { readIdDocument, type IdDocumentType } from '../../people/id-document.ts'
import { knownPersons } from '../../people/known-persons.ts'
import { mergePersons } from '../../people/merge-persons.ts'
import { checkName } from '../../people/name.ts'
import { isSamePerson } from '../../people/same-persons.ts'
import { joinInForce, unmergePersons } from '../../people/unmerge-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { badCorrection } from '../reconcile/refusals.ts'
import { boundPersons } from './bound-persons.ts'
import { alreadyBound, notBound, numberOfAnother, ownNumber } from './refusals.ts'

/** The number somebody without a verified one was found to have. */
export type Binding = {
  readonly kind: 'bind'
  readonly idType: IdDocumentType
  /** Half width, no blanks, capitals; 15 digits stay 15. */
  readonly idNumber: string
}

interface Holder {
  readonly personId: string
  readonly name: string
}

/**
 * Step: a number as it may be bound. Refuses `collection/bad-correction`, `/already-bound`, `/number-of-another`,
 * `/own-number`.
 */
export async function checkedBinding(
  ctx: Context,
  handle: Handle,
  { personId, name }: Holder,
  typed: Binding,
): Promise<Binding> {
  if ((await boundPersons(handle, [personId])).has(personId)) throw alreadyBound()
  if ('fault' in checkName(name)) throw badCorrection('姓名含有不能确认的字，请先更正姓名')
  const read = readIdDocument(typed.idType, typed.idNumber, ctx.today())
  if ('fault' in read) throw badCorrection('证件号码与证件类型不符，或校验位不对，请照证件原件核对')
  const binding = { kind: 'bind', idType: read.type, idNumber: read.number } as const
  const [known] = await knownPersons(ctx, handle, [namedBy(ctx, name, binding)])
  if (known) {
    if (!known.hasThisName) throw numberOfAnother()
    await refuseOwn(ctx, handle, known.personId)
  }
  return binding
}

/** Step: from this commit on the two are one human, under the number that was agreed to; nothing is moved. */
export async function bindPerson(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  said: Holder & { readonly binding: Binding; readonly officeId: string; readonly ground: string },
): Promise<Readonly<Record<string, SealRoot>>> {
  const { personId, officeId, ground } = said
  const binding = await checkedBinding(ctx, tx, said, said.binding)
  const found = await findOrAddPersons(ctx, tx, entryRecord, [namedBy(ctx, said.name, binding)])
  if (found.otherName.length > 0) throw numberOfAnother()
  const otherId = found.keys[0]!.personId
  await refuseOwn(ctx, tx, otherId)
  const joined = await mergePersons(ctx, tx, entryRecord, { oneId: personId, otherId, officeId, ground })
  return { person_joins: joined.sealRoot, ...(found.sealRoot && { persons: found.sealRoot }) }
}

/** Step: the record a person was bound to, and may be parted from. Refuses `collection/not-bound`, `people/not-joined`. */
export async function boundTo(tx: Transaction, personId: string): Promise<string> {
  const otherId = (await boundPersons(tx, [personId])).get(personId)
  if (otherId === undefined || otherId === personId) throw notBound()
  await joinInForce(tx, { oneId: personId, otherId })
  return otherId
}

/** Step: takes a binding back: both are as they were before it. */
export async function unbindPerson(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  {
    personId,
    officeId,
    ground,
  }: { readonly personId: string; readonly officeId: string; readonly ground: string },
): Promise<Readonly<Record<string, SealRoot>>> {
  const otherId = await boundTo(tx, personId)
  const parted = await unmergePersons(ctx, tx, entryRecord, { oneId: personId, otherId, officeId, ground })
  return { person_joins: parted.sealRoot }
}

function namedBy(ctx: Context, name: string, { idType, idNumber }: Binding): NamedPerson {
  const read = readIdDocument(idType, idNumber, ctx.today())
  const full = 'fault' in read ? idNumber : (read.idNumber?.full ?? read.number)
  return { name, idType, idNumber: full }
}

// Nobody gives themselves a title that nobody's number stands on.
async function refuseOwn(ctx: Context, handle: Handle, personId: string): Promise<void> {
  const { personId: own } = ctx.actor
  if (own !== null && (own === personId || (await isSamePerson(handle, own, personId)))) throw ownNumber()
}
