import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Day } from '../calendar/day.ts'
import type { Keyring } from '../signing/keyring.ts'
import type { KeyFolder } from './key-files.ts'
import { loadKeyring, type KeyUse } from './load.ts'

/**
 * A keyring that follows its folder while the process runs: whoever holds it sees a rotation or a new day with the next
 * use after `refresh`. Keys that cannot be opened are refused by `refresh`, and the old ones stay in use.
 */
export async function openKeyring(folder: KeyFolder, today: Day, use: KeyUse = 'sign'): Promise<Keyring> {
  const stampOf = (day: Day) => {
    const { mtimeMs, ino } = statSync(join(folder.keysDir, 'history.json'))
    return `${day} ${mtimeMs} ${ino}`
  }
  let current = await loadKeyring(folder, today, use)
  let stamp = stampOf(today)
  return {
    get certificates() {
      return current.certificates
    },
    get ledger() {
      return current.ledger
    },
    get ledgerBeside() {
      return current.ledgerBeside ?? []
    },
    get pdf() {
      return current.pdf
    },
    get sessions() {
      return current.sessions
    },
    get fields() {
      return current.fields
    },
    get history() {
      return current.history
    },
    async refresh(day) {
      const seen = stampOf(day)
      if (seen === stamp) return
      current = await loadKeyring(folder, day, use)
      stamp = seen
    },
  }
}
