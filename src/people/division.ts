import { readFileSync } from 'node:fs'

/** A place of GB/T 2260 under one name. Months are those of the revisions we hold: 'YYYY-MM'. */
export interface Division {
  readonly code: string
  readonly name: string
  /** The first revision that has it so; null for the oldest, or when nobody knows. */
  readonly from: string | null
  /** The first revision that has it so no longer; null while it stands, '?' when it is gone and nobody knows since when. */
  readonly until: string | null
  /** The code that took its name over, where only one did. */
  readonly successor: string | null
}

type Written = readonly [code: string, name: string, from?: string, until?: string, successor?: string]

// Sources are named in the file itself. Codes change every year: it says what was, never what an old number may be.
const FILE = new URL('../../templates/divisions/gb-t-2260.json', import.meta.url)
let table: ReadonlyMap<string, readonly Division[]> | undefined

/** Every name a code of six digits ever had, the oldest first; empty for a code nobody gave. */
export function divisionsOf(code: string): readonly Division[] {
  table ??= readTable()
  return table.get(code) ?? []
}

/** What a code means today, or meant last; null for one nobody gave. */
export const divisionOf = (code: string): Division | null => divisionsOf(code).at(-1) ?? null

function readTable(): ReadonlyMap<string, readonly Division[]> {
  const { divisions } = JSON.parse(readFileSync(FILE, 'utf8')) as { divisions: readonly Written[] }
  const byCode = new Map<string, Division[]>()
  for (const [code, name, from = '', until = '', successor = ''] of divisions) {
    const division = { code, name, from: from || null, until: until || null, successor: successor || null }
    const same = byCode.get(code)
    if (same) same.push(division)
    else byCode.set(code, [division])
  }
  return byCode
}
