import { describe, expect, it } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { rateLimits } from '../../src/platform/rate-limit.ts'
import { answersOf } from '../../src/policy/answers-of.ts'
import { answerFields, typedOf, valueIn } from '../../src/policy/desk/answer-form.ts'
import { POLICIES } from '../../src/policy/places.ts'
import { policyOf } from '../../src/policy/policy-of.ts'
import { PROPOSED_ANSWERS } from '../../src/policy/proposed-answers.ts'
import { RULE_NAMES } from '../../src/policy/rule-book.ts'
import { databaseTest } from '../support/database.ts'
import { desksAt } from '../support/desks.ts'
import { signedIn, type AtWork } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

async function desks(database: Database) {
  const { ctx, ids } = await officesAlone(database)
  const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
  const issuer = await signedIn(ctx, { officeId: ids.kunming, roles: ['document-issuer'], person: 1 })
  const secretary = await signedIn(ctx, { officeId: ids.kunming, roles: ['committee-secretary'], person: 2 })
  const look = async (who: AtWork, path: string) => {
    const answer = await app.request(path, { headers: who.headers })
    return { status: answer.status, text: await answer.text() }
  }
  const post = async (who: AtWork, path: string, fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(fields)
    const answer = await app.request(path, { method: 'POST', headers: who.headers, body })
    return { status: answer.status, to: answer.headers.get('Location') ?? '', text: await answer.text() }
  }
  const office = (await look(issuer, '/desk/policies/kunming-2023/threeReviewsRounds')).text
  const [, code = ''] = /<option value="(\w{18})"/.exec(office) ?? []
  return { ctx, issuer, secretary, look, post, code }
}

const ROUNDS = '/desk/policies/kunming-2023/threeReviewsRounds'

describe('the desk of rules', () => {
  databaseTest(
    'shows what notices say with their words, and asks what they leave open',
    async ({ database }) => {
      const { issuer, secretary, look } = await desks(database)
      const page = (await look(secretary, '/desk/policies/kunming-2023')).text
      expect(page).toContain('评委会组成人员应当为单数')
      expect(page).toContain('是否实行三审三校？三审、三校各由哪一级、哪个岗位进行？')
      // Who may not answer is offered nothing to answer with.
      expect(page).not.toContain('作出规定</a>')
      expect((await look(issuer, '/desk/policies/kunming-2023')).text).toContain(`href="${ROUNDS}"`)
      expect((await look(secretary, ROUNDS)).status).toBe(403)
    },
  )

  databaseTest(
    'takes an answer with its ground, the offered value only once it is sent',
    async ({ database }) => {
      const { ctx, issuer, look, post, code } = await desks(database)
      expect((await look(issuer, ROUNDS)).text).toContain('本系统建议，没有文件依据')
      expect((await look(issuer, ROUNDS)).text).not.toContain('value="初审初校"')
      expect((await look(issuer, `${ROUNDS}?offer=proposed`)).text).toContain('value="初审初校"')
      expect(await answersOf(ctx.database.read, 'kunming-2023')).toEqual([])

      const typed = typedOf('threeReviewsRounds', PROPOSED_ANSWERS.threeReviewsRounds)
      const without = await post(issuer, ROUNDS, { ...typed, office: code, level: '', ground: ' ' })
      expect(without.status).toBe(422)
      expect(without.text).toContain('请写明依据')
      expect(without.text).toContain('value="终审终校"')
      const answered = await post(issuer, ROUNDS, {
        ...typed,
        office: code,
        level: '',
        ground: '局务会第3次',
      })
      expect([answered.status, answered.to]).toEqual([303, '/desk/policies/kunming-2023#threeReviewsRounds'])
      expect(await answersOf(ctx.database.read, 'kunming-2023')).toMatchObject([
        { rule: 'threeReviewsRounds', value: PROPOSED_ANSWERS.threeReviewsRounds, ground: '局务会第3次' },
      ])
      const page = (await look(issuer, '/desk/policies/kunming-2023')).text
      expect(page).toContain('本地规定')
      expect((await look(issuer, ROUNDS)).text).toContain('已作出的规定，最后一条有效')
    },
  )

  databaseTest(
    'refuses what a notice states, another place, and a value in another form',
    async ({ database }) => {
      const { ctx, issuer, look, post, code } = await desks(database)
      const stated = await look(issuer, '/desk/policies/kunming-2023/recordTermYears')
      expect([stated.status, stated.text]).toEqual([409, expect.stringContaining('昆人社通〔2023〕37号')])
      expect((await look(issuer, '/desk/policies/yunnan-2023/obtainedOn')).status).toBe(403)
      expect((await look(issuer, '/desk/policies/kunming-2023/toString')).status).toBe(404)
      const path = '/desk/policies/kunming-2023/passingVote'
      const more = { office: code, level: '', ground: '局务会第3次' }
      const share = await post(issuer, path, { ...more, 'value.numerator': '3', 'value.denominator': '2' })
      expect(share.status).toBe(422)
      expect(share.text).toContain('value="3"')
      expect((await post(issuer, path, more)).status).toBe(422)
      expect(await answersOf(ctx.database.read, 'kunming-2023')).toEqual([])
    },
  )
})

describe('the form of an answer', () => {
  it('has a field for every part of every value any notice states, and reads it back as it was', () => {
    for (const policy of POLICIES)
      for (const rule of RULE_NAMES)
        for (const answer of Object.values(policyOf(policy.id)[rule]))
          if (answer.kind === 'stated') {
            const typed = typedOf(rule, answer.value)
            const fields = answerFields(rule)
              .flat()
              .map(({ path }) => path)
            expect(fields, rule).toEqual(expect.arrayContaining(Object.keys(typed)))
            expect(valueIn(rule, typed), `${policy.id} ${rule}`).toEqual(answer.value)
          }
  })
})
