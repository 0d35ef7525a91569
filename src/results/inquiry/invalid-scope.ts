/** What is declared invalid: one person's result, a cycle's whole session, or everything a committee decided. */
export type InvalidScope =
  | { readonly kind: 'person'; readonly rowId: string }
  | { readonly kind: 'session'; readonly cycleId: string }
  | { readonly kind: 'committee'; readonly committeeId: string }

const NAMES = { person: '个人', session: '一次评审', committee: '评委会' } as const

export const invalidScopeName = (kind: InvalidScope['kind']): string => NAMES[kind]
