import { protectText, revealText, type PersonKey } from '../../people/protect.ts'

// One place for all names an account has had: its first row and its changes are told apart by their seals.
const nameOf = (accountId: string) => ({ column: 'accounts.name', row: accountId }) as const

/** The name of an account as it is stored. */
export const sealAccountName = (
  key: PersonKey,
  accountId: string,
  name: string,
  nonce: Uint8Array,
): Uint8Array => protectText(key, nameOf(accountId), name, nonce)

/** Refuses `people/unreadable` when the stored bytes were altered or moved. */
export const openAccountName = (key: PersonKey, accountId: string, stored: Uint8Array): string =>
  revealText(key, nameOf(accountId), stored)
