import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { REASON_CODES, verdictFor } from '../../src/credentials/reason.ts'

it('the README lists every reason under its verdict', () => {
  const readme = readFileSync(new URL('../../src/credentials/README.md', import.meta.url), 'utf8')
  const listed = [...readme.matchAll(/^- (not-valid|cannot-tell): (.*)$/gm)].flatMap(
    ([, verdict, codes = '']) => [...codes.matchAll(/`([^`]+)`/g)].map(([, code]) => `${code}: ${verdict}`),
  )
  expect(listed.sort()).toEqual(REASON_CODES.map((code) => `${code}: ${verdictFor(code)}`).sort())
})
