import { qrModules } from './qr.ts'

const QUIET = 4

/** A QR code as one path, four modules of white around it; the text stands beside it for whoever cannot scan. */
export function QrSvg({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, modules } = qrModules(text)
  const side = size + 2 * QUIET
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (modules[y * size + x] !== 1) continue
      let run = 1
      while (x + run < size && modules[y * size + x + run] === 1) run++
      path += `M${x + QUIET} ${y + QUIET}h${run}v1h-${run}z`
      x += run
    }
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}
