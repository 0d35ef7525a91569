import { describe, expect, it } from 'vitest'
import { difference } from '../../src/bench/same-distribution.ts'

/** The same numbers every time, without order: a full period of a small generator. */
const spread = (count: number, of: (part: number) => number) =>
  Array.from({ length: count }, (_, i) => of((i * 7 + 0.5) % count) / count)

describe('two samples', () => {
  it('of one population are not told apart', () => {
    const a = spread(500, (part) => part)
    const b = spread(500, (part) => part + 0.25)
    const { welch, ks, interval } = difference(a, b)
    expect(welch.p).toBeGreaterThan(0.9)
    expect(ks.p).toBeGreaterThan(0.9)
    expect(interval).toBeCloseTo(1.96 * Math.sqrt((2 * (1 / 12)) / 500), 3)
  })

  it('a fifth of a standard deviation apart are told apart by 1,000 of each', () => {
    const shift = 0.2 * Math.sqrt(1 / 12)
    const { welch, ks, means } = difference(
      spread(1000, (part) => part + 1000 * shift),
      spread(1000, (part) => part),
    )
    expect(means).toBeCloseTo(shift, 6)
    expect(welch.t).toBeCloseTo(shift / Math.sqrt(2 / 12 / 1000), 1)
    expect(welch.p).toBeLessThan(0.001)
    expect(ks.d).toBeCloseTo(shift, 2)
    expect(ks.p).toBeLessThan(0.1)
  })

  it('with one mean and other shapes are told apart by the second test alone', () => {
    const narrow = spread(500, (part) => 250 + (part - 250) / 4)
    const { welch, ks } = difference(
      spread(500, (part) => part),
      narrow,
    )
    expect(welch.p).toBeGreaterThan(0.5)
    expect(ks.p).toBeLessThan(0.001)
  })

  it('give the p-values of the tables', () => {
    // Two-sided 5 %: t = 1.96 of the normal, x = 1.358 of Kolmogorov’s distribution.
    const base = spread(2000, (part) => part)
    const error = Math.sqrt(2 / 12 / 2000)
    expect(
      difference(
        spread(2000, (part) => part + 2000 * 1.96 * error),
        base,
      ).welch.p,
    ).toBeCloseTo(0.05, 2)
    const gap = 1.358 * Math.sqrt(2 / 2000)
    expect(
      difference(
        spread(2000, (part) => part + 2000 * gap),
        base,
      ).ks.p,
    ).toBeCloseTo(0.05, 2)
  })
})
