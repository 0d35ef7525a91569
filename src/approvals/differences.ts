/** One thing in a snapshot: found by `key` in both versions, told to people by `label`. */
export interface SnapshotRow {
  readonly key: string
  readonly label: string
  readonly fields: Readonly<Record<string, string>>
  /** Whom it is about, people/'s id: label and fields are kept under that person's key, and go with them. */
  readonly personId?: string
}

export interface ChangedField {
  readonly name: string
  /** Null: there was no such field. */
  readonly before: string | null
  readonly after: string | null
}

export interface ChangedRow {
  readonly key: string
  readonly label: string
  readonly fields: readonly ChangedField[]
}

/** What became of each row between two versions, in the order of the rows. */
export interface Differences {
  readonly added: readonly SnapshotRow[]
  readonly removed: readonly SnapshotRow[]
  readonly changed: readonly ChangedRow[]
  readonly same: number
}

/** Compares two snapshots. With no earlier one (null) everything was added. Keys are unique in each. */
export function differences(
  before: readonly SnapshotRow[] | null,
  after: readonly SnapshotRow[],
): Differences {
  const earlier = new Map((before ?? []).map((row) => [row.key, row]))
  const added: SnapshotRow[] = []
  const changed: ChangedRow[] = []
  let same = 0
  for (const row of after) {
    const old = earlier.get(row.key)
    earlier.delete(row.key)
    if (!old) {
      added.push(row)
      continue
    }
    const fields = changedFields(old, row)
    if (fields.length === 0) same++
    else changed.push({ key: row.key, label: row.label, fields })
  }
  return { added, removed: [...earlier.values()], changed, same }
}

/** A row of the differences as it is shown; of a row that came or went, one side is null in every field. */
export interface ShownRow extends ChangedRow {
  readonly what: 'changed' | 'added' | 'removed'
}

/** The differences from `from` (0 is the first), at most `limit` rows; `next` is where to go on. */
export function shownRows(
  { changed, added, removed }: Differences,
  from: number,
  limit: number,
): { readonly rows: readonly ShownRow[]; readonly next: number | null } {
  const all = [
    ...changed.map((row) => () => ({ what: 'changed', ...row }) as const),
    ...added.map((row) => () => oneSided('added', row)),
    ...removed.map((row) => () => oneSided('removed', row)),
  ]
  const next = from + limit < all.length ? from + limit : null
  return { rows: all.slice(from, from + limit).map((show) => show()), next }
}

const oneSided = (what: 'added' | 'removed', { key, label, fields }: SnapshotRow): ShownRow => ({
  what,
  key,
  label,
  fields: Object.entries(fields).map(([name, value]) => ({
    name,
    before: what === 'removed' ? value : null,
    after: what === 'added' ? value : null,
  })),
})

function changedFields(before: SnapshotRow, after: SnapshotRow): readonly ChangedField[] {
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])
  const fields = [...names].map((name) => ({
    name,
    before: fieldOf(before, name),
    after: fieldOf(after, name),
  }))
  if (before.label !== after.label) fields.unshift({ name: '名称', before: before.label, after: after.label })
  return fields.filter((field) => field.before !== field.after)
}

// A field may be called like what every object inherits.
const fieldOf = ({ fields }: SnapshotRow, name: string): string | null =>
  Object.hasOwn(fields, name) ? (fields[name] ?? null) : null
