import { RowTable } from '../../web/table.tsx'
import type { Figure } from './figures.ts'

const WIDTH = 400
const LABELS = 124
const NUMBERS = 44
const BAR = 12
const ROW = 42
const HEAD = 30

const LONGEST_LABEL = 8
const shortened = (label: string): string => {
  const characters = Array.from(label)
  return characters.length <= LONGEST_LABEL ? label : `${characters.slice(0, LONGEST_LABEL - 1).join('')}…`
}

/**
 * People who stood and people approved, side by side; drawn on the server, readable on paper without colour. The table
 * below says the same in words.
 */
export const Bars = ({ id, title, figures }: { id: string; title: string; figures: readonly Figure[] }) => {
  const most = Math.max(1, ...figures.flatMap(({ candidates, approved }) => [candidates, approved]))
  const height = HEAD + figures.length * ROW
  const length = (people: number): number =>
    Math.round(((WIDTH - LABELS - NUMBERS) * people * 10) / most) / 10
  return (
    <section class="chart">
      <h2>{title}</h2>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-words`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-words`}>{figures.map(inWords).join('；')}</desc>
        <rect x={LABELS} y="6" width="12" height="12" class="stood" />
        <text x={LABELS + 18} y="17">
          参评
        </text>
        <rect x={LABELS + 70} y="6" width="12" height="12" class="approved" />
        <text x={LABELS + 88} y="17">
          评审通过
        </text>
        {figures.map(({ label, candidates, approved }, i) => {
          const top = HEAD + i * ROW
          return (
            <g>
              <text x={LABELS - 10} y={top + BAR + 6} text-anchor="end">
                {shortened(label)}
              </text>
              <rect x={LABELS} y={top} width={length(candidates)} height={BAR} class="stood" />
              <text x={LABELS + length(candidates) + 6} y={top + BAR - 1} class="figure">
                {String(candidates)}
              </text>
              <rect x={LABELS} y={top + BAR + 4} width={length(approved)} height={BAR} class="approved" />
              <text x={LABELS + length(approved) + 6} y={top + 2 * BAR + 3} class="figure">
                {String(approved)}
              </text>
            </g>
          )
        })}
      </svg>
      <details>
        <summary>用表格看</summary>
        <RowTable
          caption={title}
          columns={['类别', '参评', '评审通过', '通过率']}
          rows={figures.map(({ label, candidates, approved }) => [
            label,
            String(candidates),
            String(approved),
            candidates === 0 ? '—' : `${((approved * 100) / candidates).toFixed(1)}%`,
          ])}
        />
      </details>
    </section>
  )
}

const inWords = ({ label, candidates, approved }: Figure): string =>
  `${label}：参评 ${candidates} 人，通过 ${approved} 人`
