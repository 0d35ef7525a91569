import type { ListTarget } from './list-target.ts'

/** A row as it is stored: where it names no committee, the cycle's. */
export const named = <Row extends { readonly committee: string | null }>(
  { cycle }: Pick<ListTarget, 'cycle'>,
  row: Row,
): Row =>
  row.committee !== null || cycle === null || cycle.committeeId === null
    ? row
    : { ...row, committee: cycle.name }
