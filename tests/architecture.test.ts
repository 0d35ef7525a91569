import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The capabilities in dependency order: a folder imports itself and the folders before it, types included. */
const ORDER = [
  'signing calendar platform web keys spreadsheets rendering ledger people trail identity policy jobs approvals documents keylife',
  'titles credentials integrity cycles results certificates verification collection bench demo',
]
  .join(' ')
  .split(' ')

const SRC = resolve('src')
// The process itself: what strings the capabilities together, and the two programs that use the whole house.
const isTop = (file: string) => !file.includes('/') || /^(bench|demo)\//.test(file)
const folderOf = (file: string) => file.split('/')[0] ?? ''
// An edge parses, calls one act and renders. web/ is what pages are made of, not an edge itself.
const isEdge = (file: string) =>
  folderOf(file) !== 'web' && (/\/(api|commands|in-page)\.ts$/.test(file) || file.endsWith('.tsx'))
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => {
    const text = readFileSync(join(SRC, file), 'utf8')
    const imports = [...text.matchAll(/(?:from|import) '([^']+)'/g)].map((match) => match[1] ?? '')
    const local = imports
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(SRC, resolve(SRC, dirname(file), name)))
    return { file, text, code: withoutComments(text), imports, local }
  })
const inFolders = files.filter(({ file }) => file.includes('/'))

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}

// The questions of identity/authorise.ts, and the steps of others that ask one first.
const ASKS =
  'authorise authoriseSomewhere grantsOf holdRole holdCertificate findList findCycle holdPublication rowNamed'.split(
    ' ',
  )
// trail/record-act.ts, and the steps that end with it.
const RECORDS =
  'recordAct storeDecision storeClosing replaceCertificate requestApproval recordDocument enterList'.split(
    ' ',
  )

/** What opens a transaction without asking who may, and why it need not. */
const ASKED_ELSEWHERE = new Map(
  Object.entries({
    'nobody’s decision, or a caller’s who asks':
      'ledger/begin.ts ledger/publish.ts ledger/submit.ts policy/publish-policies.ts ledger/ask-witnesses.ts integrity/snapshot/take-snapshot.ts integrity/ending/destroy-record.ts collection/batch/end-abandoned.ts platform/idempotency.ts trail/anchor.ts trail/close-batches.ts trail/view-counts.ts trail/record-refused.ts',
    'anybody may: that is what publicity is for': 'results/objections/raise-objection.ts',
    'one’s own door':
      'enrol judge-claim my-sessions sign-in second-factor prove-again exchange-assertion change-password',
    'everybody’s own integrity: asked by who they are, not by a role':
      'integrity/own/own-status.ts integrity/own/object-to-record.ts integrity/own/make-statement.ts integrity/own/own-absence.ts integrity/own/prove-identity.ts integrity/asked/consent.ts',
    'the console’s alone: no route reaches it':
      'keylife/check-keys.ts keylife/change-keys.ts people/erase.ts',
    'which process works on a job: the act inside asks':
      'jobs/take-job.ts jobs/lease.ts collection/batch/store-set.ts',
  }).flatMap(([why, list]) =>
    list.split(' ').map((name) => [name.includes('/') ? name : `identity/sign-in/${name}.ts`, why] as const),
  ),
)

const offenders = (rule: (file: (typeof files)[number]) => string[]) =>
  files.flatMap((entry) => rule(entry).map((what) => `${entry.file}: ${what}`))

describe('the house', () => {
  it('has only capabilities that stand in the dependency order', () => {
    const folders = new Set(inFolders.map(({ file }) => folderOf(file)))
    expect([...folders].filter((folder) => !ORDER.includes(folder))).toEqual([])
  })

  it('imports go down the order only, types too', () => {
    const upward = offenders(({ file, local }) => {
      if (isTop(file)) return []
      const own = ORDER.indexOf(folderOf(file))
      return local.filter((target) => !target.includes('/') || ORDER.indexOf(folderOf(target)) > own)
    })
    expect(upward).toEqual([])
  })

  it('asks no command to wait for the pages of the service, but those that show or measure them', () => {
    const withLocal = new Map(files.map((entry) => [entry.file, entry]))
    const loaded = new Set(['cli.ts'])
    // A type is gone before anything is loaded.
    const real = ({ file, code }: (typeof files)[number]) =>
      [...code.matchAll(/^(?:import|export) (?!type)(?:[^']*? from )?'(\.[^']+)'/gm)].map((match) =>
        relative(SRC, resolve(SRC, dirname(file), match[1] ?? '')),
      )
    for (const file of loaded)
      for (const next of withLocal.has(file) ? real(withLocal.get(file)!) : []) loaded.add(next)
    expect(loaded.size).toBeGreaterThan(100)
    expect(['app.ts', 'desks.ts', 'serve.ts'].filter((file) => loaded.has(file))).toEqual([])
    expect([...loaded].filter((file) => /^(bench|demo)\//.test(file))).toEqual([])
  })

  it('inside certificates/ issuing stands alone, and a room leans only on those before it', () => {
    const rooms = ['', 'publishing', 'reading', 'files', 'changes', 'desk']
    const room = (file: string) => rooms.indexOf(/^certificates\/(\w+)\//.exec(file)?.[1] ?? '')
    // The tables, the ways to say no, and the job that goes on with the files.
    const whole = ['certificates/schema.ts', 'certificates/refusals.ts', 'certificates/issue-job.ts']
    const leaning = offenders(({ file, local }) =>
      file.startsWith('certificates/') && !isEdge(file) && !whole.includes(file)
        ? local.filter((target) => target.startsWith('certificates/') && room(target) > room(file))
        : [],
    )
    expect(leaning).toEqual([])
  })

  it('nobody imports an edge but the top and other edges', () => {
    expect(
      offenders(({ file, local }) =>
        !isTop(file) && !isEdge(file) ? local.filter((target) => isEdge(target)) : [],
      ),
    ).toEqual([])
  })

  it('HTTP is spoken at the edges, in web/ and in the problem document only', () => {
    const speaks = (file: string) =>
      isEdge(file) || folderOf(file) === 'web' || file === 'platform/problem.ts' || isTop(file)
    expect(
      offenders(({ file, imports }) =>
        speaks(file) ? [] : imports.filter((name) => name === 'hono' || name.startsWith('hono/')),
      ),
    ).toEqual([])
  })

  it('nobody inside takes the time, chance or settings: they arrive as arguments', () => {
    // Commands are the process's own edge, and the script of a page is a process of its own.
    const outside = (file: string) =>
      /(commands|in-page)\.tsx?$/.test(file) || /^(bench|demo)\//.test(file) || !file.includes('/')
    const taken =
      /new Date\(\)|Date\.now\(|Math\.random|process\.env|randomBytes\(|randomUUID|getRandomValues|performance\.now/
    expect(
      offenders(({ file, code }) => (outside(file) ? [] : (code.match(taken) ?? []).slice(0, 1))),
    ).toEqual([])
  })

  it('a folder writes only its own tables', () => {
    const tables = new Map<string, string>()
    for (const { file, text } of files)
      if (file.endsWith('/schema.ts'))
        for (const match of text.matchAll(/export const (\w+) = pgTable\(/g))
          tables.set(match[1] ?? '', folderOf(file))
    const foreign = offenders(({ file, code }) =>
      isTop(file)
        ? []
        : [...code.matchAll(/\.(?:insert|update|delete)\((\w+)\)|copyIn\(\s*tx,\s*(\w+)/g)]
            .map((match) => match[1] ?? match[2] ?? '')
            .filter((table) => tables.has(table) && tables.get(table) !== folderOf(file)),
    )
    expect(foreign).toEqual([])
  })

  it('only people/ decrypts what protects a person', () => {
    expect(
      offenders(({ file, code }) =>
        folderOf(file) === 'people' || folderOf(file) === 'keys' || file === 'signing/keyring.ts'
          ? []
          : (code.match(/\.(unwrap|blindIndex)\(/g) ?? []),
      ),
    ).toEqual([])
  })

  it('whoever opens a transaction asks first who may, and leaves a record', () => {
    const opens = files.filter(
      ({ file, code }) =>
        !isTop(file) && !ASKED_ELSEWHERE.has(file) && /\bdatabase\.transaction\(/.test(code),
    )
    const without = (names: readonly string[]) =>
      opens.filter(({ code }) => !names.some((name) => new RegExp(`\\b${name}\\(`).test(code)))
    expect(without(ASKS).map(({ file }) => file)).toEqual([])
    expect(without(RECORDS).map(({ file }) => file)).toEqual([])
    expect([...ASKED_ELSEWHERE.keys()].filter((name) => !files.some(({ file }) => file === name))).toEqual([])
  })

  it('has no barrels, default exports or rooms named for what they are not', () => {
    expect(offenders(({ code }) => code.match(/export default|export \* from/g) ?? [])).toEqual([])
    expect(
      files
        .map(({ file }) => file)
        .filter((file) => /(^|\/)(utils?|helpers?|common|shared|types|constants|index)(\/|\.)/.test(file)),
    ).toEqual([])
  })

  it('a file is one idea: at most 300 lines', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 301).map(({ file }) => file)).toEqual([])
  })
})
