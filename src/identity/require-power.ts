import type { Transaction } from '../platform/database.ts'
import { authorityById } from './find-authority.ts'
import { powersOf } from './find-powers.ts'
import { covers, type Power, type PoweredTitle } from './power.ts'
import { noPower, officeClosed } from './refusals.ts'

/**
 * Step: refuses `identity/no-power`, naming the first title the office may not do this with, and
 * `identity/office-closed`. Call it after `authorise`: a role says who, a power says which office.
 */
export async function requirePower(
  tx: Transaction,
  officeId: string,
  power: Power,
  ...titles: readonly PoweredTitle[]
): Promise<void> {
  const office = await authorityById(tx, officeId)
  if (office.state === 'closed') throw officeClosed(office.name)
  const held = await powersOf(tx, officeId)
  const beyond = titles.find((title) => !held.some((grant) => covers(grant, power, title)))
  if (beyond) throw noPower(office.name, power, beyond)
}
