import { describe, expect, it } from 'vitest'
import { POLICIES } from '../../../src/policy/places.ts'
import { sayingsOf } from '../../../src/policy/policy-of.ts'
import { channelsOf, missingChannels } from '../../../src/results/publicity/channels.ts'
import type { PublicityKind } from '../../../src/policy/rule.ts'

const words = (place: string): string =>
  sayingsOf(
    POLICIES.find(({ id }) => id === place)!,
    'publicityPlaces',
  )[0]?.value ?? ''

const named = (place: string, kind: PublicityKind) => channelsOf(words(place), kind).map(({ names }) => names)

describe('the places a notice names', () => {
  it.each<[string, PublicityKind, readonly (readonly string[])[]]>([
    ['eryuan-2024', 'pre-meeting', [['“信息平台”'], ['洱源县人民政府门户网站']]],
    ['eryuan-2024', 'result', [['“信息平台”'], ['洱源县人民政府门户网站']]],
    ['eryuan-2024', 'recommendation', [['本单位内部']]],
    ['guangan-2023', 'result', [['线上'], ['线下']]],
    ['guangan-2023', 'pre-meeting', []],
    ['kunming-2023', 'recommendation', [['本单位公开场所']]],
    ['kunming-2023', 'result', []],
    ['yunnan-2020', 'result', [['组建单位的门户网站', '相关信息平台']]],
  ])('%s, %s', (place, kind, channels) => expect(named(place, kind)).toEqual(channels))

  it('joined by 或 are one channel: either is enough; joined by 和 each is asked', () => {
    const either = channelsOf(words('yunnan-2020'), 'result')
    expect(missingChannels(either, ['相关信息平台'])).toEqual([])
    const both = channelsOf(words('eryuan-2024'), 'result')
    expect(missingChannels(both, ['“信息平台”'])).toEqual([{ names: ['洱源县人民政府门户网站'] }])
  })

  it('of an answer in plain words are the words', () => {
    expect(channelsOf('县政府网站', 'result')).toEqual([{ names: ['县政府网站'] }])
  })
})
