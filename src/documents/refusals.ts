import { Refusal } from '../platform/refusal.ts'

export const notAClient = () =>
  new Refusal(
    'forbidden',
    'documents/not-a-client',
    '只有登记过的接口客户端或账号可以写入文件存证：请用其身份登录后重试。',
  )
