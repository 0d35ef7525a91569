/** How two samples differ, and how likely as much would be by chance alone if they were one population. */
export interface Difference {
  /** Of the means, first less second. */
  readonly means: number
  /** Half of the 95 % interval around it: what is smaller could not have been seen. */
  readonly interval: number
  /** Welch's test, two-sided. */
  readonly welch: { readonly t: number; readonly p: number }
  /** Kolmogorov–Smirnov: the widest gap between the two distributions. */
  readonly ks: { readonly d: number; readonly p: number }
}

/** Both tests at once; each sample of fifty or more, for the p-values are the limits for large ones. */
export function difference(a: readonly number[], b: readonly number[]): Difference {
  const [first, second] = [momentsOf(a), momentsOf(b)]
  const means = first.mean - second.mean
  const error = Math.sqrt(first.variance / a.length + second.variance / b.length)
  const t = means / error
  const d = widestGap(
    a.toSorted((x, y) => x - y),
    b.toSorted((x, y) => x - y),
  )
  return {
    means,
    interval: 1.96 * error,
    welch: { t, p: 2 * (1 - normal(Math.abs(t))) },
    ks: { d, p: kolmogorov(d * Math.sqrt((a.length * b.length) / (a.length + b.length))) },
  }
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}

function widestGap(a: readonly number[], b: readonly number[]): number {
  let [i, j, widest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] as number, b[j] as number)
    while (i < a.length && (a[i] as number) <= value) i++
    while (j < b.length && (b[j] as number) <= value) j++
    widest = Math.max(widest, Math.abs(i / a.length - j / b.length))
  }
  return widest
}

/** The normal distribution (Abramowitz and Stegun 26.2.17: to within 7.5e-8). */
function normal(x: number): number {
  const k = 1 / (1 + 0.2316419 * x)
  const tail =
    k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail
}

/** How likely a gap this wide is by chance: the limit distribution, 2 Σ (−1)^(k−1) e^(−2k²x²). */
function kolmogorov(x: number): number {
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x)
  return Math.min(1, Math.max(0, 2 * sum))
}
