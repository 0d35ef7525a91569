import type { Child } from 'hono/jsx'

export interface Fact {
  readonly label: string
  readonly value: Child
}

/** What is known of one thing: a row each, its label heading the row. Two columns down to 360 px. */
export const FactTable = (props: { readonly caption: string; readonly facts: readonly Fact[] }) => (
  <table class="facts">
    <caption>{props.caption}</caption>
    <tbody>
      {props.facts.map(({ label, value }) => (
        <tr>
          <th scope="row">{label}</th>
          <td>{value}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/**
 * Many things of one kind. On a narrow screen every row becomes a small list of its own, each cell led by the name of
 * its column. The first column names the row.
 */
export const RowTable = (props: {
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Child[])[]
}) => (
  <table class="rows">
    <caption>{props.caption}</caption>
    <thead>
      <tr>
        {props.columns.map((column) => (
          <th scope="col">{column}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {props.rows.map((cells) => (
        <tr>
          {cells.map((cell, i) =>
            i === 0 ? (
              <th scope="row" data-label={props.columns[i]}>
                {cell}
              </th>
            ) : (
              <td data-label={props.columns[i]}>{cell}</td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
)
