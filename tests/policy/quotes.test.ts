import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlacePolicy } from '../../src/policy/place-policy.ts'
import { POLICIES } from '../../src/policy/places.ts'
import { sayingsOf } from '../../src/policy/policy-of.ts'
import { RULE_NAMES } from '../../src/policy/rule-book.ts'
import { clauseText, noticeText, plain } from './notices.ts'

const quotesOf = (policy: PlacePolicy) =>
  RULE_NAMES.flatMap((rule) =>
    sayingsOf(policy, rule).flatMap(({ quotes }) =>
      quotes.map(({ clause, text }) => [rule, clause, text] as const),
    ),
  )

const inFull = POLICIES.filter(({ notice }) => notice.text === 'full')

describe.each(POLICIES.map((policy) => [policy.id, policy] as const))('%s', (_, policy) => {
  it.each(quotesOf(policy))('%s stands in %s, word for word', (_rule, clause, text) => {
    const words = clauseText(policy, clause)
    expect(words === null ? `there is no ${clause}` : words.includes(plain(text))).toBe(true)
  })
})

describe.each(inFull.map((policy) => [policy.id, policy] as const))('%s', (_, { id, notice, notHeld }) => {
  // Titles set in 《》 here stand in < > there.
  const unquoted = (text: string) => plain(text).replaceAll(/[<>〈〉《》]/g, '')
  const text = unquoted(noticeText(id))

  it('bears the number, title and day of its notice', () => {
    expect(text).toContain(notice.title)
    expect(text).toContain(notice.number ?? '')
    const [year, month, day] = (notice.issuedOn ?? '').split('-').map(Number)
    expect(text).toContain(notice.issuedOn === null ? '' : `${year}年${month}月${day}日`)
  })

  it('builds on documents the notice really cites', () => {
    for (const document of notHeld) {
      const number = /（([^（）]*号)）$/.exec(document)?.[1]
      expect(text).toContain(number ?? unquoted(document))
    }
  })
})

it('every file of places/ is in the list of policies, and stands under one that is', () => {
  const files = readdirSync('src/policy/places').map((file) => file.replace('.ts', ''))
  expect(POLICIES.map(({ id }) => id).toSorted()).toEqual(files.toSorted())
  for (const { above } of POLICIES) expect([null, ...files]).toContain(above)
})
