import { LEVEL_CODES } from '../titles/level.ts'
import type { Submitted } from './submitted.ts'

export type CheckField = 'number' | 'name' | 'idNumber' | 'year' | 'level' | 'issuer' | 'file' | 'credential'

/** The form as it came back: what was typed, and what is wrong with it. */
export interface CheckForm {
  readonly values: { readonly [field in Exclude<CheckField, 'file' | 'idNumber'>]?: string }
  readonly errors: readonly {
    readonly field: CheckField
    readonly message: string
    readonly messageEn: string
  }[]
}

/** Longest texts in UTF-16 units; a name may well run past 50 characters. */
export const LIMITS = {
  number: 40,
  name: 200,
  idNumber: 40,
  issuer: 100,
  credential: 16_384,
  fileMegabytes: 10,
} as const

export const MAX_FILE_BYTES = LIMITS.fileMegabytes * 1_048_576

type Body = Readonly<Record<string, string | File | undefined>>

/** The year titles of today's kind begin with; the API takes the same. */
export const FIRST_YEAR = 1949

/**
 * Reads a posted form of this year: what to check, or the form again with every fault named. Never throws on bad input,
 * and never gives an identity number back.
 */
export async function readCheckForm(
  body: Body,
  thisYear: number,
): Promise<{ submitted: Submitted } | { form: CheckForm }> {
  if (body.file !== undefined) return readFile(body.file)
  if (body.credential !== undefined) return readCredential(body.credential)
  return readNumberAndName(body, thisYear)
}

function readNumberAndName(body: Body, thisYear: number) {
  const text = (field: CheckField) => textOf(body[field])
  const values = {
    number: text('number'),
    name: text('name'),
    year: text('year'),
    level: text('level'),
    issuer: text('issuer'),
  }
  const idNumber = text('idNumber')
  const errors = [
    ...faults('number', values.number, LIMITS.number, '请填写证书编号', 'Enter the certificate number'),
    ...faults('name', values.name, LIMITS.name, '请填写持证人姓名', 'Enter the name of the holder'),
    ...(idNumber === '' ? [] : faults('idNumber', idNumber, LIMITS.idNumber, '', '')),
    ...yearFaults(values, thisYear),
    ...(values.issuer === '' ? [] : faults('issuer', values.issuer, LIMITS.issuer, '', '')),
  ]
  if (errors.length > 0) return { form: { values, errors } }
  const level = LEVEL_CODES.find((code) => code === values.level)
  return {
    submitted: {
      number: values.number,
      name: values.name,
      ...(idNumber === '' ? {} : { idNumber }),
      ...(level === undefined ? {} : { year: Number(values.year), level }),
      ...(values.issuer === '' ? {} : { issuer: values.issuer }),
    },
  }
}

// Either alone says nothing of what was collected; a wrong one must not be taken for none.
function yearFaults(
  { year, level }: { readonly year: string; readonly level: string },
  thisYear: number,
): CheckForm['errors'] {
  if (year === '' && level === '') return []
  const isYear = /^\d{4}$/.test(year) && Number(year) >= FIRST_YEAR && Number(year) <= thisYear
  const isLevel = LEVEL_CODES.some((code) => code === level)
  return [
    ...(isYear ? [] : [fault('year', ...badYear(thisYear))]),
    ...(isLevel ? [] : [fault('level', '年度和级别要一起填：请选择级别', 'Choose the level as well')]),
  ]
}

const badYear = (thisYear: number) =>
  [
    `请填写取得职称的年度，如 2005（${FIRST_YEAR}—${thisYear}）`,
    `Enter the year of the title, such as 2005 (${FIRST_YEAR}–${thisYear})`,
  ] as const

const fault = (field: CheckField, message: string, messageEn: string) => ({ field, message, messageEn })

function readCredential(text: Body[string]) {
  // Messengers break long lines; neither the QR text nor a token holds a blank.
  const credential = textOf(text).replace(/\s+/g, '')
  const errors = faults(
    'credential',
    credential,
    LIMITS.credential,
    '请粘贴二维码内容或证书凭证',
    'Paste the text of the QR code or the credential',
  )
  return errors.length > 0 ? { form: { values: { credential }, errors } } : { submitted: { credential } }
}

async function readFile(file: Body[string]) {
  if (!(file instanceof File) || file.size === 0)
    return fileFault(
      '请选择证书文件；空文件不能查验',
      'Choose the certificate file; an empty file cannot be checked',
    )
  if (file.size > MAX_FILE_BYTES) return fileFault(...tooLarge)
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!isKnownKind(bytes))
    return fileFault(
      '这不是 PDF、PNG 或 JPEG 文件：请上传持证人收到的 PDF 原件，不要上传网页、文档或压缩包',
      'This is not a PDF, PNG or JPEG file: upload the original PDF, not a web page, document or archive',
    )
  return { submitted: { file: bytes } }
}

const tooLarge = [
  `文件超过 ${LIMITS.fileMegabytes} MB：请上传持证人收到的 PDF 原件，它通常不到 1 MB`,
  `The file is larger than ${LIMITS.fileMegabytes} MB: upload the original PDF, usually smaller than 1 MB`,
] as const

/** The form after an upload the server refused to read to its end. */
export const tooLargeForm: CheckForm = fileFault(...tooLarge).form

function fileFault(message: string, messageEn: string): { form: CheckForm } {
  return { form: { values: {}, errors: [{ field: 'file', message, messageEn }] } }
}

const textOf = (value: Body[string]): string => (typeof value === 'string' ? value.trim() : '')

function faults(
  field: CheckField,
  text: string,
  limit: number,
  empty: string,
  emptyEn: string,
): CheckForm['errors'] {
  if (text === '') return [{ field, message: empty, messageEn: emptyEn }]
  if (text.length > limit)
    return [
      {
        field,
        message: `最多 ${limit} 个字符，请核对`,
        messageEn: `At most ${limit} characters; please check`,
      },
    ]
  if (/\p{Cc}/u.test(text))
    return [
      {
        field,
        message: '含有看不见的控制字符，请重新输入',
        messageEn: 'It holds invisible control characters; please type it again',
      },
    ]
  return []
}

// Only what the first bytes say: a certificate is judged by what it is, not by its file name.
const KINDS = [
  [0x25, 0x50, 0x44, 0x46, 0x2d],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
]

const isKnownKind = (bytes: Uint8Array): boolean =>
  KINDS.some((magic) => magic.every((byte, i) => bytes[i] === byte))
