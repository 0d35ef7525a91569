import { compact } from '../../spreadsheets/full-width.ts'

const NAMES = { promotion: '晋升', conversion: '转评' } as const

/** 申报类型: a step up, or another series at the same level. Only a step up is once a year. */
export type Application = keyof typeof NAMES

export const APPLICATIONS = Object.keys(NAMES) as readonly Application[]

export const applicationName = (application: Application): string => NAMES[application]

/** Null for a word that names none. */
export function parseApplication(text: string): Application | null {
  const word = compact(text)
  return APPLICATIONS.find((each) => NAMES[each] === word) ?? null
}
