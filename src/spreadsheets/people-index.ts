/** Where each person of a list stands, and whether any cell of theirs was refused: 5 bytes a person. */
export interface PeopleIndex {
  readonly count: number
  openSheet(name: string): void
  /** The next person; counted from 0. */
  add(row: number): void
  refuse(person: number): void
  readonly refused: number
  isRefused(person: number): boolean
  placeOf(person: number): { readonly sheet: string; readonly row: number }
}

export function peopleIndex(): PeopleIndex {
  const sheets: { readonly name: string; readonly from: number }[] = []
  let rows = new Uint32Array(1024)
  let marks = new Uint8Array(1024)
  let count = 0
  let refused = 0
  return {
    get count() {
      return count
    },
    get refused() {
      return refused
    },
    openSheet(name) {
      sheets.push({ name, from: count })
    },
    add(row) {
      if (count === rows.length) {
        const [before, marked] = [rows, marks]
        rows = new Uint32Array(count * 2)
        rows.set(before)
        marks = new Uint8Array(count * 2)
        marks.set(marked)
      }
      rows[count++] = row
    },
    refuse(person) {
      if (marks[person] === 0) refused++
      marks[person] = 1
    },
    isRefused: (person) => marks[person] === 1,
    placeOf: (person) => ({
      sheet: sheets.findLast(({ from }) => from <= person)?.name ?? '',
      row: rows[person] ?? 0,
    }),
  }
}
