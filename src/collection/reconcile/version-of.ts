import type { PersonKey } from '../../people/protect.ts'
import type { TitleRecord } from '../../titles/current-titles.ts'
import type { PastTitle } from '../../titles/past-title.ts'
import type { AcceptedTitle } from '../../titles/record-past-titles.ts'
import type { ToldTitle } from './compare-titles.ts'

/** A title's next version: the same person, place and office; other words. */
export const versionOf = (
  { title, past, key }: { title: TitleRecord; past: PastTitle; key: PersonKey },
  next: { id: string; told: ToldTitle; past: Partial<PastTitle> },
): AcceptedTitle => ({
  ...wordsOf(next.told),
  id: next.id,
  holder: { name: next.told.name, key },
  position: title.position,
  collectedById: title.collectedById ?? '',
  past: { ...past, ...papersOf(next.told), ...next.past },
  replaces: title.id,
})

export const wordsOf = ({ series, specialty, title, level, route, obtainedOn }: ToldTitle) => ({
  series,
  specialty,
  title,
  level,
  route,
  obtainedOn,
})

export const papersOf = ({ paper, issuer, document }: ToldTitle) => ({
  number: paper,
  issuer,
  document,
})
