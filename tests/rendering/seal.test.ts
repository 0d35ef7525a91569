import { describe, expect, it } from 'vitest'
import { certificateFonts } from '../../src/rendering/fonts.ts'
import { SEAL_RADIUS, sealOperators } from '../../src/rendering/seal.ts'

const fonts = certificateFonts()

/** Every point of the drawing. */
function pointsOf(operators: string): [number, number][] {
  const points: [number, number][] = []
  for (const [, numbers] of operators.matchAll(/((?:-?[\d.]+ )+)[mlc]\b/g)) {
    const values = numbers!.trim().split(' ').map(Number).slice(-6)
    for (let i = values.length % 2; i < values.length; i += 2) points.push([values[i]!, values[i + 1]!])
  }
  return points
}

describe('a seal', () => {
  it.each([
    '某局',
    '云南省人力资源和社会保障厅',
    '大理白族自治州洱源县人力资源和社会保障局职称改革办公室',
    '龘'.repeat(40),
  ])('%s stays inside its ring and clear of its star', (name) => {
    const letters = sealOperators(fonts, name).split('\n').slice(2)
    expect(letters).toHaveLength(Array.from(name).length)
    for (const [x, y] of letters.flatMap(pointsOf)) {
      const distance = Math.hypot(x, y)
      expect(distance).toBeLessThan(SEAL_RADIUS - 3)
      expect(distance).toBeGreaterThan(15)
    }
  })

  it('reads clockwise and leaves its foot open', () => {
    const letters = sealOperators(fonts, '云南省人力资源和社会保障厅').split('\n').slice(2)
    const places = letters.map((letter) => {
      const points = pointsOf(letter)
      const [x, y] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k]!, 0) / points.length)
      return Math.atan2(x!, y!)
    })
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(Math.max(...places.map(Math.abs))).toBeLessThan((130 * Math.PI) / 180)
  })

  it('is drawn once for each name', () => {
    expect(sealOperators(fonts, '某局')).toBe(sealOperators(fonts, '某局'))
  })
})
