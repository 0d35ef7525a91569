import type { Viewer } from './desk-page.tsx'
import type { Site } from './site.ts'

/** What every page here is drawn in. */
export interface Frame {
  readonly site: Site
  readonly viewer: Viewer
}

/** A form that was not taken: why, and what had been typed. */
export interface Returned {
  readonly message: string
  readonly typed: Readonly<Record<string, string>>
}

export const Refused = ({ returned }: { returned: Returned | null }) =>
  returned === null ? null : (
    <div class="note error" role="alert">
      <p>{returned.message}</p>
    </div>
  )

/** One choice of several. */
export const Choice = (props: {
  readonly name: string
  /** Where the page has more fields of that name. */
  readonly id?: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly chosen?: string | undefined
  readonly required?: boolean
}) => (
  <div class="field">
    <label for={props.id ?? props.name}>{props.label}</label>
    <select id={props.id ?? props.name} name={props.name} required={props.required ?? true}>
      {props.options.map(({ value, label }) => (
        <option value={value} selected={value === props.chosen}>
          {label}
        </option>
      ))}
    </select>
  </div>
)
