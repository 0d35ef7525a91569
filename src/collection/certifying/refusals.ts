import { Refusal } from '../../platform/refusal.ts'

export const nothingToCertify = (document: string, held: string) =>
  new Refusal(
    'conflict',
    'collection/nothing-to-certify',
    `${document} 的已验收职称中，没有现在可以办理电子证书的${held === '' ? '' : `：${held}`}。`,
    { document },
  )
