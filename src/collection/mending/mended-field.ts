/** The cells of a row that may hold a character of an old system's own. */
export const MENDED_FIELDS = [
  'name',
  'employer',
  'series',
  'specialty',
  'title',
  'document',
  'issuer',
  'paper',
] as const
export type MendedField = (typeof MENDED_FIELDS)[number]

const NAMES: Readonly<Record<MendedField, string>> = {
  name: '姓名',
  employer: '工作单位',
  series: '系列',
  specialty: '专业',
  title: '职称名称',
  document: '批准文号',
  issuer: '发证机关',
  paper: '证书编号',
}

export const mendedFieldName = (field: MendedField): string => NAMES[field]

const PRIVATE_USE = /\p{Co}/gu

export const hasPrivateUse = (text: string): boolean => /\p{Co}/u.test(text)

/** The code points nobody else can read, as people write them: U+E863. */
export const privateUseCodes = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(PRIVATE_USE)].map(
      ([char]) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
    ),
  ),
]

/** Does `mended` read `original` with nothing but its private-use characters put right, one or more characters for each? */
export function isMendingOf(original: string, mended: string): boolean {
  if (hasPrivateUse(mended)) return false
  const literal = original
    .split(PRIVATE_USE)
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('[^\\p{Co}]{1,4}')
  return new RegExp(`^${literal}$`, 'u').test(mended)
}
