import type { Child } from 'hono/jsx'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { publicityStateName, type PublicityState } from './state.ts'

export const PUBLICITY_PATH = '/desk/publicity'

const LOOKS: Readonly<Record<PublicityState['kind'], string>> = {
  announced: 'wait',
  open: 'good',
  over: 'wait',
  closed: '',
  withdrawn: 'bad',
  replaced: '',
}

/** Where a publication stands, in a word. */
export const State = ({ kind }: { readonly kind: PublicityState['kind'] }) => (
  <span class={`state ${LOOKS[kind]}`}>{publicityStateName(kind)}</span>
)

/** A page of this desk. */
export const publicityDeskPage = (frame: Frame, title: string, children: Child): string =>
  deskPage({ ...frame, title, current: PUBLICITY_PATH, children })

/** A file that is measured here and kept by the office: only its digest is stored. */
export const FileField = (props: {
  readonly label: string
  readonly hint: string
  readonly required?: boolean
}) => (
  <div class="field">
    <label for="file">{props.label}</label>
    <p class="hint">{props.hint}</p>
    <input id="file" name="file" type="file" required={props.required ?? false} />
  </div>
)

export const DayField = (props: {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly hint?: string
}) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    {props.hint && <p class="hint">{props.hint}</p>}
    <input
      id={props.name}
      name={props.name}
      type="date"
      required
      value={props.value ?? ''}
      placeholder="2023-12-20"
    />
  </div>
)
