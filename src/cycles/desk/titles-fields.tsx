import type { Authority } from '../../identity/authority.ts'
import { LEVEL_CODES, isSpecified, levelName } from '../../titles/level.ts'
import { Choice } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import type { PlaceChoice } from './committee-page.tsx'
import type { Typed } from './frame.tsx'

/** Who convenes or reports, and who takes the filing or decides. */
export const OfficesFields = (props: {
  readonly offices: readonly Authority[]
  readonly filing: readonly Authority[]
  readonly labels: readonly [office: string, filing: string]
  readonly typed: Typed
}) => (
  <>
    {(
      [
        ['office', props.labels[0], props.offices],
        ['filingAuthority', props.labels[1], props.filing],
      ] as const
    ).map(([name, label, offices]) => (
      <Choice
        name={name}
        label={label}
        options={offices.map((office) => ({ value: office.creditCode, label: office.name }))}
        chosen={props.typed[name]}
      />
    ))}
  </>
)

/** For which titles: levels, one box each (a new title is of no unspecified one), and series. */
export const TitlesFields = ({ typed }: { readonly typed: Typed }) => (
  <>
    <fieldset>
      <legend>级别</legend>
      {LEVEL_CODES.filter(isSpecified).map((code) => (
        <label class="choice">
          <input type="checkbox" name={`level-${code}`} value="1" checked={typed[`level-${code}`] === '1'} />
          {levelName(code)}
        </label>
      ))}
    </fieldset>
    <Field
      language="zh"
      name="series"
      label="系列"
      hint="用顿号分开，如 工程技术、农业技术；不填为全部系列"
      value={typed.series}
      maxLength={500}
    />
  </>
)

/** Which notice governs it, and its year. */
export const PolicyFields = ({
  typed,
  places,
  year,
}: {
  readonly typed: Typed
  readonly places: readonly PlaceChoice[]
  /** Where none was typed. */
  readonly year: number
}) => (
  <div class="row">
    <Choice
      name="place"
      label="依据的通知"
      options={places.map(({ id, name }) => ({ value: id, label: name }))}
      chosen={typed.place}
    />
    <Field language="zh" name="year" label="年度" required value={typed.year ?? String(year)} maxLength={4} />
  </div>
)
