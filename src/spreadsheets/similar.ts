/** How much two short texts have in common, 0 to 1: characters shared, each counted once, over all there are. */
export function similarity(a: string, b: string): number {
  const left = new Set(a)
  const right = new Set(b)
  let shared = 0
  for (const char of left) if (right.has(char)) shared++
  const all = left.size + right.size - shared
  return all === 0 ? 0 : shared / all
}
