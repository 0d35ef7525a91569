import type { PublicityKind } from '../../policy/rule.ts'
import { PUBLICITY_NAMES } from './state.ts'

/** A place a notice names; one of `names` does for it. */
export interface NamedChannel {
  readonly names: readonly [string, ...string[]]
}

/**
 * The places that must carry a publication of this kind, out of the words of `publicityPlaces`: groups by ；, each for
 * the kinds before its ： or for all, places joined by 和 or 、 where every one must, by 或 where one of them is enough.
 * What begins with 有条件 binds nobody. Empty where the words are of other kinds.
 */
export function channelsOf(words: string, kind: PublicityKind): readonly NamedChannel[] {
  return words
    .split('；')
    .filter((group) => !group.includes('：') || group.split('：')[0]?.includes(PUBLICITY_NAMES[kind]))
    .map((group) => group.slice(group.indexOf('：') + 1).replace(/，有条件.*$/, ''))
    .flatMap((places) => places.split(/和|、/))
    .flatMap((place): NamedChannel[] => {
      const [first, ...others] = place
        .split('或')
        .map((name) => name.trim())
        .filter(Boolean)
      return first === undefined ? [] : [{ names: [first, ...others] }]
    })
}

/** In the notice's words, for whoever must still publish there. */
export const channelName = ({ names }: NamedChannel): string => names.join('或')

/** Those of `named` that no recorded channel serves. */
export const missingChannels = (
  named: readonly NamedChannel[],
  recorded: readonly string[],
): readonly NamedChannel[] => named.filter(({ names }) => !names.some((name) => recorded.includes(name)))
