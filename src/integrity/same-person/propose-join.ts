import { requestApproval } from '../../approvals/request-approval.ts'
import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import type { NamedPerson } from '../../people/find-or-add.ts'
import { readIdDocument, type IdDocumentType } from '../../people/id-document.ts'
import { lastJoin, pairOf } from '../../people/join-of.ts'
import { knownPersons } from '../../people/known-persons.ts'
import { refuseIfNotTwo } from '../../people/merge-persons.ts'
import { personNames } from '../../people/person-names.ts'
import type { PersonKey } from '../../people/protect.ts'
import { samePersons } from '../../people/same-persons.ts'
import { joinInForce } from '../../people/unmerge-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url, fromHex } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { checkedWords } from '../records/checked.ts'
import { JOIN_APPROVAL, proposalDigest, sealGround } from './proposal.ts'
import { ownPersonJoined, personUnknown } from './refusals.ts'
import { personJoinProposals, sealedPersonJoinProposals } from './schema.ts'

/** Somebody registered: by id, or as their document names them. */
export type JoinedPerson =
  | { readonly personId: string }
  | { readonly name: string; readonly idType: IdDocumentType; readonly idNumber: string }

export interface NewJoin {
  /** merge: they are one human; part: they were merged and are not. */
  readonly act: 'merge' | 'part'
  /** Whose reviewer agrees. */
  readonly officeId: string
  readonly people: readonly [JoinedPerson, JoinedPerson]
  /** 10 to 1,000 characters: what shows it. */
  readonly ground: string
}

/**
 * Proposes that two records of persons are one human, or after all are not, for a reviewer of the office to agree to: a bar
 * then holds under both numbers, and one's own records are found under either. Who names somebody knows name and number.
 * Refuses `integrity/person-unknown`, `/join-of-oneself`, `/bad-record`, `people/same-person`, `/already-joined`,
 * `/not-joined`, `/erased`, `identity/not-allowed`.
 */
export async function proposeJoin(ctx: Context, input: NewJoin): Promise<{ readonly proposalId: string }> {
  const ground = checkedWords('依据', input.ground, 10, 1000)
  const { act, officeId } = input
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'persons.join', officeId)
    const [one, other] = [
      await personIdOf(ctx, tx, input.people[0]),
      await personIdOf(ctx, tx, input.people[1]),
    ]
    const pair = pairOf(one, other)
    if (act === 'merge') await refuseIfNotTwo(tx, pair)
    else await joinInForce(tx, pair)
    await refuseOwn(ctx, tx, [one, other])
    const said = { ground, salt: base64url(ctx.random(32)) }
    const keys = await personKeys(ctx, tx, [one, other])
    const names = await personNames(ctx, tx, [one, other])
    const id = base64url(ctx.random(16))
    const facts = {
      id,
      act,
      ...pair,
      position: ((await lastJoin(tx, one, other))?.position ?? 0) + 1,
      officeId,
      proposedBy: ctx.actor.name,
    }
    const digest = proposalDigest({ ...facts, ...NOT_SEALED_YET }, said)
    const sealed = sealGround(ctx, keys.get(pair.oneId) as PersonKey, id, said)
    const row = { ...facts, ground: sealed, digest: fromHex(digest), proposedOn: ctx.today() }
    const batch = await openBatch(ctx, tx)
    const { rows } = sealRows(sealedPersonJoinProposals, batch, [row], ctx.random(32))
    await tx.insert(personJoinProposals).values([...rows])
    await recordAct(ctx, tx, {
      act: 'persons.join',
      officeId,
      about: id,
      subjects: [one, other],
      facts: { what: act, ...promised(batch, waitingRows(sealedPersonJoinProposals, rows)) },
    })
    await requestApproval(ctx, tx, {
      kind: JOIN_APPROVAL,
      subjectId: id,
      digest,
      officeId,
      steps: [{ role: 'reviewer', officeId, people: 1 }],
      isBatched: true,
      title: act === 'merge' ? '合并同一人的记录' : '拆分误合并的记录',
      subjects: [one, other],
      excluded: [one, other],
      snapshot: [pair.oneId, pair.otherId].map((personId, i) => ({
        key: personId,
        label: names.get(personId) ?? '',
        fields: { 办理: act === 'merge' ? '合并为同一人' : '撤销合并', ...(i === 0 && { 依据: ground }) },
        personId,
      })),
    })
    return { proposalId: id }
  })
}

const NOT_SEALED_YET = { seal: new Uint8Array(), sealSalt: null, sealedBy: '' }

async function personIdOf(ctx: Context, handle: Handle, asked: JoinedPerson): Promise<string> {
  if ('personId' in asked) return asked.personId
  const document = readIdDocument(asked.idType, asked.idNumber, ctx.today())
  if ('fault' in document) throw personUnknown()
  const idNumber = document.idNumber?.full ?? document.number
  const named: NamedPerson = { name: asked.name.trim(), idType: asked.idType, idNumber }
  const [known] = await knownPersons(ctx, handle, [named])
  if (!known?.hasThisName) throw personUnknown()
  return known.personId
}

// Whoever is concerned says nothing about it: two numbers would be a second vote, or a way out of a bar.
async function refuseOwn(ctx: Context, tx: Transaction, ids: readonly string[]): Promise<void> {
  const { personId } = ctx.actor
  if (personId === null) return
  const own = (await samePersons(tx, [personId])).get(personId) ?? []
  if (ids.some((id) => own.includes(id))) throw ownPersonJoined()
}
