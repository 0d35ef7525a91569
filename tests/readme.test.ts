import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const READMES = [
  'README.md',
  'keys/README.md',
  'templates/README.md',
  'src/certificates/README.md',
  'src/verification/README.md',
  'src/credentials/README.md',
  'src/ledger/README.md',
  'src/trail/README.md',
  'src/approvals/README.md',
  'src/identity/sign-in/README.md',
  'src/results/publicity/README.md',
  'src/results/document/README.md',
  'src/cycles/README.md',
  'src/results/assessment/README.md',
  'src/collection/README.md',
  'src/integrity/README.md',
  'src/integrity/own/README.md',
  'src/integrity/snapshot/README.md',
]
const scripts = Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts)

describe.each(READMES)('%s', (readme) => {
  const text = readFileSync(readme, 'utf8')

  it('names only files and folders that are there', () => {
    const named = [
      ...text.matchAll(/`([\w./-]+(?:\.(?:tsx?|md|json|ttf|txt|xlsx))|(?:\.\.\/|src\/|tests\/)[\w./-]+)`/g),
    ].map((match) => match[1] ?? '')
    const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '')
    // What a deployment makes, and addresses it answers, rather than what the repository holds.
    const made = /^(\/|history\.json|out\/|list\.xlsx|file\.pdf|zhengxin-trust\.json)/
    const missing = [...named, ...linked].filter(
      (name) => !made.test(name) && !existsSync(name) && !existsSync(join(dirname(readme), name)),
    )
    expect(missing).toEqual([])
  })

  it('names only scripts that are there', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
  })
})

it('the main README opens with the two commands, each enough by itself', () => {
  const text = readFileSync('README.md', 'utf8')
  expect(text.split('```')[1]).toBe('sh\nnpm ci && npm run demo\nnpm ci && npm test\n')
  expect(text.split('\n').length).toBeLessThanOrEqual(150)
})
