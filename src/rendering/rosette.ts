const PETALS = 12
const SEGMENTS = 8 * PETALS
const STRANDS = 6
/** Radius of the whole in its own units. */
const RADIUS = 1000
const MIDDLE = 700
const SWING = 300
const RINGS = [1, 0.57]

/** One closed strand swinging out and in, as Béziers that keep the curve's direction at every joint. */
function strand(): string {
  const step = (2 * Math.PI) / SEGMENTS
  const at = (angle: number) => {
    const r = MIDDLE + SWING * Math.sin(PETALS * angle)
    const slope = SWING * PETALS * Math.cos(PETALS * angle)
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const [dx, dy] = [((slope * cos - r * sin) * step) / 3, ((slope * sin + r * cos) * step) / 3]
    return { x: r * cos, y: r * sin, dx, dy }
  }
  const operators = [`2.4 w ${MIDDLE} 0 m`]
  for (let i = 0; i < SEGMENTS; i++) {
    const [from, to] = [at(i * step), at((i + 1) * step)]
    const points = [from.x + from.dx, from.y + from.dy, to.x - to.dx, to.y - to.dy, to.x, to.y]
    operators.push(`${points.map(Math.round).join(' ')} c`)
  }
  return `${operators.join(' ')} s`
}

export const ROSETTE_BOX = `[-${RADIUS} -${RADIUS} ${RADIUS} ${RADIUS}]`

/** A guilloche: the strand, a form named /Strand, turned and repeated in two rings; 1000 units to its edge. */
function rings(): string {
  const turned = (scale: number, place: number): string => {
    const angle = (place * 2 * Math.PI) / (STRANDS * PETALS)
    const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)].map((value) => value.toFixed(4))
    return `q ${cos} ${sin} -${sin} ${cos} 0 0 cm /Strand Do Q`
  }
  return RINGS.flatMap((scale) => Array.from({ length: STRANDS }, (_, place) => turned(scale, place))).join(
    '\n',
  )
}

export const ROSETTE_STRAND = strand()
export const ROSETTE = rings()
