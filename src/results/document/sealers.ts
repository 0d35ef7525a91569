import { isSamePerson } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { paperOfList } from './paper-of-list.ts'
import { sealedItself } from './refusals.ts'

/** Step: whoever seals the confirmation of a list does not issue its document, nor the other way round. */
export async function refuseSealer(
  { actor }: Context,
  tx: Transaction,
  listId: string,
  what: '印发文件' | '确认结果',
): Promise<void> {
  if (actor.personId === null) return
  const { documents, confirmations } = await paperOfList(tx, listId)
  const others =
    what === '印发文件'
      ? confirmations.map(({ confirmedPersonId }) => confirmedPersonId)
      : documents.map(({ registeredPersonId }) => registeredPersonId)
  for (const other of others)
    if (other !== null && (await isSamePerson(tx, actor.personId, other))) throw sealedItself(what)
}
