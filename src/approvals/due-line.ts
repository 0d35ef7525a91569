/** What must be done by a day that is near, or past; told by the capability that knows. */
export interface DueLine {
  readonly href: string
  readonly name: string
  readonly what: string
  readonly by: string
  /** In Chinese: how many days are left, or since when it is late. */
  readonly left: string
  readonly isLate: boolean
}
