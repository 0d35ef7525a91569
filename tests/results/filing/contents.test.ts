import { describe, expect, it } from 'vitest'
import { placePolicy } from '../../../src/policy/places.ts'
import type { PlacePolicy } from '../../../src/policy/place-policy.ts'
import { contentsOf, STATED_CONTENTS } from '../../../src/results/filing/contents.ts'
import { clauseText, plain } from '../../policy/notices.ts'

const stated = Object.entries(STATED_CONTENTS).flatMap(([place, contents]) =>
  contents.map((each) => [place, each.kind, each] as const),
)

describe('what a packet holds', () => {
  it.each(stated)('%s, %s: the notice’s words stand there', (place, _, { clause, quote }) => {
    const words = clauseText(placePolicy(place) as PlacePolicy, clause)
    expect(words?.includes(plain(quote))).toBe(true)
  })

  it('is what the province lists, for its levels and its year only', () => {
    expect(contentsOf({ place: 'kunming-2023', levels: ['412'] }, 'post-meeting').items).toEqual([
      'passed-list',
    ])
    expect(contentsOf({ place: 'kunming-2023', levels: ['420'] }, 'post-meeting').source).toBeNull()
    expect(contentsOf({ place: 'eryuan-2024', levels: ['412'] }, 'post-meeting').source?.document).toBe(
      '洱人社〔2024〕27号',
    )
  })

  it('is everything there is to say where no notice lists it, and says so', () => {
    const { items, source } = contentsOf({ place: 'yunnan-2023', levels: ['412'] }, 'pre-meeting')
    expect(source).toBeNull()
    expect(items).toContain('candidates')
  })
})
