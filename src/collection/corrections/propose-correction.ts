import { requestApproval } from '../../approvals/request-approval.ts'
import type { ApprovalStep } from '../../approvals/step.ts'
import { authorise } from '../../identity/authorise.ts'
import { officesAbove } from '../../identity/find-authority.ts'
import { sealRows } from '../../ledger/seal.ts'
import { idDocumentName } from '../../people/id-document.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url, hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson } from '../../signing/canonical-json.ts'
import { sha256 } from '../../signing/sha256.ts'
import { comparedFieldName, type ComparedField, type ToldTitle } from '../reconcile/compare-titles.ts'
import { inWords } from '../reconcile/in-words.ts'
import { badCorrection, titleNotFound } from '../reconcile/refusals.ts'
import { collectionCorrections, sealedCollectionCorrections } from '../reconcile/schema.ts'
import { titlesById, type OpenedTitle } from '../reconcile/titles-by-id.ts'
import { boundTo, checkedBinding, type Binding } from './binding.ts'
import { checkedChanges, type Changes } from './checked-changes.ts'

/** The approvals' word for correcting an accepted title. */
export const CORRECTION_APPROVAL = 'collection.correction'

/** Other words; that it should never have been accepted; whose number it is, or that it is not theirs after all. */
export type Corrected =
  | { readonly kind: 'change'; readonly changes: Changes }
  | { readonly kind: 'take-back' }
  | Binding
  | { readonly kind: 'unbind' }

/**
 * Proposes what an accepted title should say instead, or whose number it is, for others to approve; nothing changes before
 * it is carried out. Refuses `collection/title-not-found`, `/bad-correction`, `/already-bound`, `/not-bound`,
 * `/number-of-another`, `/own-number`, `people/not-joined`, `identity/not-allowed`.
 */
export async function proposeCorrection(
  ctx: Context,
  input: { readonly titleId: string; readonly corrected: Corrected; readonly ground: string },
): Promise<{ readonly correctionId: string; readonly requestId: string }> {
  const ground = input.ground.trim()
  if (!/^[^\p{C}]{5,500}$/u.test(ground)) throw badCorrection('请写明更正的理由和依据，5 到 500 个字')
  return ctx.database.transaction(async (tx) => {
    const { title, told, key, officeId } = await correctableTitle(ctx, tx, input.titleId)
    await authorise(ctx, tx, 'collection.enter', officeId, titleNotFound())
    const corrected = await checkedCorrection(ctx, tx, { title, told }, input.corrected)
    const salt = base64url(ctx.random(32))
    const digest = correctionDigest({ titleId: title.id, corrected, ground, salt })
    const correctionId = base64url(ctx.random(16))
    const requestId = await requestApproval(ctx, tx, {
      kind: CORRECTION_APPROVAL,
      subjectId: correctionId,
      digest,
      officeId,
      steps: await stepsFor(tx, officeId),
      title: TITLES[corrected.kind],
      subjects: [title.personId],
      snapshot: [
        {
          key: title.id,
          label: told.name,
          fields: { ...fieldsOf(told, corrected), 理由: ground },
          personId: title.personId,
        },
      ],
      sealMore: (record) =>
        store(ctx, tx, record, { correctionId, officeId, title, key, corrected, ground, salt, digest }),
    })
    return { correctionId, requestId }
  })
}

const TITLES: Readonly<Record<Corrected['kind'], string>> = {
  change: '更正已验收的历年职称 1 项',
  'take-back': '撤下已验收的历年职称 1 项',
  bind: '认定历年职称的证件号码 1 人',
  unbind: '解除历年职称的证件号码认定 1 人',
}

async function checkedCorrection(
  ctx: Context,
  tx: Transaction,
  { title, told }: Pick<OpenedTitle, 'title' | 'told'>,
  typed: Corrected,
): Promise<Corrected> {
  if (typed.kind === 'change')
    return { kind: 'change', changes: checkedChanges(told, typed.changes, ctx.today()) }
  if (typed.kind === 'bind')
    return checkedBinding(ctx, tx, { personId: title.personId, name: told.name }, typed)
  if (typed.kind === 'unbind') await boundTo(tx, title.personId)
  return typed
}

/** Step: an accepted title in force. Refuses `collection/title-not-found`. */
export async function correctableTitle(
  ctx: Context,
  handle: Handle,
  titleId: string,
): Promise<OpenedTitle & { readonly key: PersonKey; readonly officeId: string }> {
  const found = (await titlesById(ctx, handle, [titleId])).get(titleId)
  const officeId = found?.title.collectedById ?? null
  if (!found || found.key === null || officeId === null || found.title.past === null) throw titleNotFound()
  return { ...found, key: found.key, officeId }
}

/**
 * SHA-256 over exactly what is to be done: whoever approves it approves nothing else. 64 hex digits; salted, so that of a
 * person who was erased it can be tested against no guess.
 */
export const correctionDigest = (of: {
  readonly titleId: string
  readonly corrected: Corrected
  readonly ground: string
  readonly salt: string
}): string => hex(sha256(utf8(canonicalJson(of))))

/** The office itself, then the one it reports to. */
async function stepsFor(tx: Transaction, officeId: string): Promise<readonly ApprovalStep[]> {
  const [, above] = await officesAbove(tx, officeId)
  return [officeId, ...(above ? [above] : [])].map((office) => ({
    role: 'reviewer',
    officeId: office,
    people: 1,
  }))
}

function fieldsOf(told: ToldTitle, corrected: Corrected): Readonly<Record<string, string>> {
  if (corrected.kind === 'take-back')
    return { 办理: '撤下，不再作为已归集的职称回答查验', 职称名称: told.title }
  if (corrected.kind === 'unbind') return { 办理: '解除证件号码的认定', 职称名称: told.title }
  if (corrected.kind === 'bind')
    return {
      办理: '认定证件号码',
      证件类型: idDocumentName(corrected.idType),
      证件号码: corrected.idNumber,
      职称名称: `${told.title}（${inWords(told, 'obtainedOn')}取得）`,
    }
  return Object.fromEntries(
    Object.entries(corrected.changes).map(([field, value]) => {
      const one = field as ComparedField
      const after = value === null ? '未写' : (inWords({ [one]: value }, one) ?? '未写')
      return [comparedFieldName(one), `${inWords(told, one) ?? '未写'} → ${after}`]
    }),
  )
}

async function store(
  ctx: Context,
  tx: Transaction,
  record: string,
  of: {
    readonly correctionId: string
    readonly officeId: string
    readonly title: OpenedTitle['title']
    readonly key: PersonKey
    readonly corrected: Corrected
    readonly ground: string
    readonly salt: string
    readonly digest: string
  },
) {
  const { correctionId: id, officeId, title, key } = of
  const kept = (column: 'changes' | 'ground', text: string) =>
    protectText(key, { column: `collection_corrections.${column}`, row: id }, text, ctx.random(NONCE_LENGTH))
  const { rows, sealRoot } = sealRows(
    sealedCollectionCorrections,
    record,
    [
      {
        id,
        officeId,
        titleId: title.id,
        personId: title.personId,
        changes: kept('changes', JSON.stringify({ corrected: of.corrected, salt: of.salt })),
        ground: kept('ground', of.ground),
        digest: of.digest,
        preparedOn: ctx.today(),
        preparedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(collectionCorrections).values([...rows])
  return { collection_corrections: sealRoot }
}
