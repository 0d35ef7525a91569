import { LEVEL_GROUPS, levelGroupName, type LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { routeName } from '../../titles/route.ts'
import { Field } from '../../web/form.tsx'
import type { Part } from '../programme/programme.ts'

export type Typed = Readonly<Record<string, string>>

const ROUTES: readonly CollectedRoute[] = ['review', 'assessment', 'confirmation']

/** Years, levels and routes to tick; all ticked until something was typed. */
export const PartFields = ({ part, typed, id }: { part: Part; typed: Typed | null; id: string }) => (
  <>
    <div class="row">
      <Field
        language="zh"
        name="fromYear"
        id={`${id}-from`}
        label="起始年份"
        required
        value={typed?.fromYear ?? String(part.fromYear)}
        maxLength={4}
      />
      <Field
        language="zh"
        name="throughYear"
        id={`${id}-through`}
        label="截止年份"
        required
        value={typed?.throughYear ?? String(part.throughYear)}
        maxLength={4}
      />
    </div>
    <Boxes
      legend="级别"
      options={part.levels.map((level) => ({ name: `level-${level}`, label: levelGroupName(level) }))}
      typed={typed}
    />
    <Boxes
      legend="取得途径"
      options={part.routes.map((route) => ({ name: `route-${route}`, label: routeName(route) }))}
      typed={typed}
    />
  </>
)

const Boxes = ({
  legend,
  options,
  typed,
}: {
  legend: string
  options: readonly { readonly name: string; readonly label: string }[]
  typed: Typed | null
}) => (
  <fieldset>
    <legend>{legend}</legend>
    {options.map(({ name, label }) => (
      <label class="choice">
        <input type="checkbox" name={name} value="1" checked={typed === null || typed[name] === '1'} />
        {label}
      </label>
    ))}
  </fieldset>
)

/** What was ticked; years that are no numbers are 0, which no programme asks for. */
export const partIn = (typed: Typed): Part => ({
  levels: LEVEL_GROUPS.filter((level: LevelGroup) => typed[`level-${level}`] === '1'),
  routes: ROUTES.filter((route) => typed[`route-${route}`] === '1'),
  fromYear: yearIn(typed.fromYear),
  throughYear: yearIn(typed.throughYear),
})

const yearIn = (text = ''): number => (/^\d{4}$/.test(text.trim()) ? Number(text.trim()) : 0)
