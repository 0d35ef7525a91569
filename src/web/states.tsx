import type { Child } from 'hono/jsx'

/** Nothing here yet, and why. */
export const EmptyState = ({ children }: { children?: Child }) => <div class="empty">{children}</div>

/** Something did not work: what, and what to do. */
export const ErrorState = (props: { readonly title: string; readonly children?: Child }) => (
  <>
    <h1>{props.title}</h1>
    <div class="note error">{props.children}</div>
  </>
)

/** Long work, done of total; the words carry it where the bar is not drawn. */
export const ProgressState = (props: {
  readonly label: string
  readonly done: number
  readonly total: number
}) => (
  <div class="card" role="status">
    <p>
      {props.label} <b>{`${props.done} / ${props.total}`}</b>
    </p>
    <progress max={props.total} value={props.done} aria-label={props.label} />
  </div>
)
