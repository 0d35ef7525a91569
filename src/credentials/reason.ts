// Bundled into pages: no node modules here.

export type Verdict = 'valid' | 'not-valid' | 'cannot-tell'

export type Status = 'in-force' | 'suspended' | 'revoked' | 'closed' | 'lapsed' | 'superseded' | 'unknown'

interface Sentence {
  readonly verdict: Exclude<Verdict, 'valid'>
  readonly zh: string
  readonly en: string
}

const no = (zh: string, en: string): Sentence => ({ verdict: 'not-valid', zh, en })
const unclear = (zh: string, en: string): Sentence => ({ verdict: 'cannot-tell', zh, en })

/** Why an answer is not 有效. The codes are a public promise; each belongs to one verdict. */
const REASONS = {
  // The envelope.
  malformed: no(
    '内容不完整或格式不符，可能被截断或改动。请重新扫描原证书，或改用证书编号和姓名查询。',
    'The content is incomplete or badly formed: it may have been cut or altered. Scan the original certificate again, or look it up by number and name.',
  ),
  algorithm: no(
    '签名算法不是本系统使用的算法，此证书不是本系统签发的。',
    'The signature algorithm is not the one this system uses: this was not issued here.',
  ),
  'not-a-certificate': no(
    '这不是职称证书，而是其他用途的数据。请扫描证书上的二维码。',
    'This is not a title certificate but data made for another purpose. Scan the code on the certificate.',
  ),
  signature: no(
    '签名与内容不符：内容被改动过，或不是发证机关签发的。请勿采信。',
    'The signature does not match the content: it was altered, or not signed by the issuer. Do not rely on it.',
  ),
  'unknown-key': no(
    '签名所用的密钥不是发证机关的密钥。请勿采信。',
    'The key that signed is not one of the issuer’s. Do not rely on it.',
  ),
  'key-window': no(
    '发证日期不在签名密钥的有效期内。请勿采信，可向发证机关核实。',
    'The date of issue lies outside the days this key may sign. Do not rely on it; ask the issuer.',
  ),
  'other-host': no(
    '二维码指向的网站（{host}）不是发证机关的网站。请勿打开，也不要采信该网站显示的内容。',
    'The code leads to {host}, which is not the issuer’s site. Do not open it or trust what it shows.',
  ),
  'key-compromised': unclear(
    '签名密钥已公告泄露，单凭签名不能确认。请联网核验，或向发证机关核实。',
    'The signing key has been announced as compromised: the signature alone proves nothing. Verify online or ask the issuer.',
  ),
  'version-unknown': unclear(
    '证书使用了较新的格式，本程序不认识。请更新程序或联网核验。',
    'The certificate uses a newer format this program does not know. Update it, or verify online.',
  ),
  withheld: unclear(
    '签名真实，但持有人隐去了姓名或证书编号，无法核对是谁的证书。请索取完整的证书。',
    'The signature is genuine, but the holder withheld the name or the number, so it cannot be matched to a person. Ask for the whole certificate.',
  ),
  'code-only': unclear(
    '二维码里只有查询地址，没有签名内容，须联网查询。',
    'The code holds only an address and no signed content: look it up online.',
  ),
  'no-code': unclear(
    '图片中没有找到可识别的二维码。请拍得更近、更清楚些再试。',
    'No readable QR code was found in the picture. Take it closer and sharper, and try again.',
  ),
  // Status lists.
  'status-not-fresh': unclear(
    '签名真实，现状未核：没有当前有效的状态清单，不知道证书是否已被撤销。请联网核验。',
    'The signature is genuine, but its present status was not checked: there is no fresh status list. Verify online.',
  ),
  'status-foreign': unclear(
    '签名真实，现状未核：所给的状态清单不属于这份证书。请联网核验。',
    'The signature is genuine, but its present status was not checked: the status list given is not this certificate’s. Verify online.',
  ),
  'status-malformed': unclear(
    '签名真实，现状未核：状态清单损坏或不完整。请联网核验。',
    'The signature is genuine, but its present status was not checked: the status list is damaged. Verify online.',
  ),
  // The life of the certificate; never the ground.
  suspended: no('证书已暂停使用。', 'The certificate is suspended.'),
  revoked: no('证书已撤销。', 'The certificate has been revoked.'),
  closed: no('证书已注销。', 'The certificate has been closed.'),
  lapsed: no('证书已失效。', 'The certificate has lapsed.'),
  superseded: no(
    '证书已换发，请核验新证书。',
    'The certificate has been replaced by a newer one: verify the new one.',
  ),
  // The issuer's own books.
  'not-found': unclear(
    '没有查到与所填内容一致的证书。可能尚未归集，也可能填写有误；请核对后重试，或向原发证单位确认。',
    'No certificate matches what was entered. It may not have been collected yet, or an entry may be wrong: check and try again, or ask the issuing authority.',
  ),
  'not-on-ledger': no(
    '签名真实，但存证链上没有这份证书的签发记录。请勿采信，并请告知发证机关。',
    'The signature is genuine, but the ledger holds no record that this certificate was issued. Do not rely on it, and tell the issuer.',
  ),
  'record-altered': no(
    '系统中的证书数据与签发时不一致，已不能采信。请告知发证机关。',
    'The stored data differ from what was signed and cannot be relied on. Tell the issuer.',
  ),
  'mismatch-shown': no(
    '证书上写的内容与签名的内容不一致。请勿采信。',
    'What the certificate shows differs from what was signed. Do not rely on it.',
  ),
  // PDF files.
  'pdf-altered': no(
    'PDF 文件签名后被改动过。请向持有人索取原文件。',
    'The PDF file was altered after it was signed. Ask the holder for the original file.',
  ),
  'pdf-not-ours': no(
    'PDF 文件的签章不是发证机关的。请勿采信。',
    'The PDF file is not signed by the issuer. Do not rely on it.',
  ),
  'pdf-no-credential': unclear(
    'PDF 文件中没有可核验的证书数据，可能是扫描件或打印件。请扫描其中的二维码核验。',
    'The PDF file holds no verifiable certificate: it may be a scan or a printout. Verify the QR code on it.',
  ),
  'pdf-several-revisions': no(
    'PDF 文件在签名后又追加了内容，看到的可能不是签名时的内容。请向持有人索取原文件。',
    'Content was appended to the PDF file after it was signed: what you see may not be what was signed. Ask the holder for the original file.',
  ),
} satisfies Readonly<Record<string, Sentence>>

export type ReasonCode = keyof typeof REASONS

export interface Reason {
  readonly code: ReasonCode
  readonly message: string
  readonly messageEn: string
}

export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[]

/** The reason as a clerk reads it. `host` fills in the sentence of `other-host`. */
export function reasonOf(code: ReasonCode, host = ''): Reason {
  const { zh, en } = REASONS[code]
  return { code, message: zh.replace('{host}', host), messageEn: en.replace('{host}', host) }
}

/** The verdict a reason leads to; nothing that needs a reason is valid. */
export const verdictFor = (code: ReasonCode): Exclude<Verdict, 'valid'> => REASONS[code].verdict
