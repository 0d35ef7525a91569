import { verifyEd25519 } from '../signing/ed25519.ts'
import { cosignaturesOf } from './cosignature.ts'
import { isWitnessed, type WitnessPolicy } from './witness-policy.ts'

/** Who has witnessed a checkpoint, of those who should: shown as it is, never waived. */
export interface Witnessed {
  /** In the policy's order; `at` is null for one who has not cosigned. */
  readonly witnesses: readonly { readonly name: string; readonly at: Date | null }[]
  readonly count: number
  /** Does the policy's quorum agree? Null: the policy asks for none, or there is no policy. */
  readonly isQuorum: boolean | null
}

export function witnessedBy(note: string, policy: WitnessPolicy | null): Witnessed {
  const all = policy?.witnesses ?? []
  const found = cosignaturesOf(
    note,
    all.map(({ key }) => key),
    verifyEd25519,
  )
  const witnesses = all.map(({ key }) => {
    const time = found.find((cosignature) => cosignature.key === key)?.time
    return { name: key.name, at: time === undefined ? null : new Date(time * 1000) }
  })
  const isQuorum = policy?.quorum
    ? isWitnessed(
        policy,
        found.map(({ key }) => key),
      )
    : null
  return { witnesses, count: found.length, isQuorum }
}
