import { Refusal } from '../../../platform/refusal.ts'
import type { ListKind } from '../../../spreadsheets/table.ts'

export const badHeader = (header: string) =>
  new Refusal('invalid', 'results/bad-header', `“${header}”不能作为列名：请照表头填写，不超过50个字。`, {
    header,
  })

export const unknownColumn = (column: string, { name, columns }: ListKind<string>) =>
  new Refusal(
    'invalid',
    'results/unknown-column',
    `${name}没有“${column}”这一列：可以是${columns.map(({ header }) => header).join('、')}。`,
    { column },
  )

export const headerKnown = (header: string) =>
  new Refusal(
    'conflict',
    'results/header-known',
    `列名“${header}”已有固定的含义，不能另作他用：请在表里改名。`,
    {
      header,
    },
  )

export const headerNotRemembered = (header: string) =>
  new Refusal('not-found', 'results/header-not-remembered', `没有记住过列名“${header}”：请核对。`, { header })

export const badMapping = (text: string) =>
  new Refusal('invalid', 'results/bad-mapping', `“${text}”看不懂：请写成 列名=字段，如 证件编号=证件号码。`, {
    text,
  })
