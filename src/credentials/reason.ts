// Bundled into pages: no node modules here.

export type Verdict = 'valid' | 'not-valid' | 'cannot-tell'

/**
 * The states of a certificate; `ended`: closed, lapsed or superseded, as a status list tells it; `historical`: a title
 * collected from the past, for which no certificate was signed here.
 */
export type Status =
  | 'in-force'
  | 'suspended'
  | 'revoked'
  | 'closed'
  | 'lapsed'
  | 'superseded'
  | 'ended'
  | 'historical'
  | 'unknown'

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
  'key-compromised-before': no(
    '签名密钥已公告失密，这份证书在失密以后才存证，不能采信。请告知发证机关。',
    'The signing key was compromised, and this certificate was recorded only afterwards. Do not rely on it, and tell the issuer.',
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
  'bundle-unusable': unclear(
    '信任包不可用：不完整、被改动，或不是发证机关签名的。请重新获取信任包，或联网核验。',
    'The trust bundle cannot be used: it is incomplete, altered or not signed by the issuer. Fetch it again, or verify online.',
  ),
  'bundle-outdated': unclear(
    '签名真实；存证证明晚于这个信任包，用的是信任包里没有的存证公钥，凭它判断不了。请重新获取信任包并与发证机关公布的指纹核对，或联网核验。',
    'The signature is genuine, but its ledger proof is newer than this trust bundle and made under a ledger key the bundle does not hold. Fetch the bundle again and compare its fingerprint, or verify online.',
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
  ended: no(
    '证书已不再使用（注销、失效或换发），具体状态请联网核验。',
    'The certificate is no longer in use (closed, lapsed or replaced): verify online for its exact state.',
  ),
  // A day in the past.
  'not-yet-issued': no(
    '所问的那一天，这份证书还没有签发。',
    'On the day asked about, this certificate had not been issued yet.',
  ),
  'as-of-needs-issuer': unclear(
    '签名真实；那一天的状态，离线的状态清单说不了，请联网核验。',
    'The signature is genuine; what the certificate was worth on that day no status list says: verify online.',
  ),
  'as-of-future': unclear('所问的日期还没有到。', 'The day asked about has not come yet.'),
  // The issuer's own books.
  historical: unclear(
    '查到的是归集的历史职称信息，当年没有签发电子证书；纸质证书本身的真伪，请向原发证单位确认。',
    'What was found is a title collected from the past, for which no electronic certificate was issued; ask the issuing authority about the paper itself.',
  ),
  'not-found': unclear(
    '没有查到与所填内容一致的证书。可能尚未归集，也可能填写有误；请核对后重试，或向原发证单位确认。',
    'No certificate matches what was entered. It may not have been collected yet, or an entry may be wrong: check and try again, or ask the issuing authority.',
  ),
  erased: unclear(
    '签名真实，但持有人的个人信息已依法删除，这里不再保存，现状无法核对。请向发证机关了解。',
    'The signature is genuine, but the holder’s personal data were erased as the law provides, so its present status cannot be checked here. Ask the issuer.',
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
  'pdf-key-compromised': unclear(
    'PDF 文件签章所用的密钥已公告失密，单凭文件不能确认。请扫描其中的二维码，或联网核验。',
    'The key that sealed the PDF file has been announced as compromised: the file alone proves nothing. Scan the QR code on it, or verify online.',
  ),
  'pdf-key-compromised-before': no(
    'PDF 文件签章所用的密钥已公告失密，这份文件不是失密以前存证的文件，不能采信。请向持有人索取重新签章的文件，并告知发证机关。',
    'The key that sealed the PDF file was compromised, and this file had not been recorded before that. Do not rely on it; ask for the file sealed again, and tell the issuer.',
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

/** What a reader should know of a certificate that is valid all the same. */
const NOTES = {
  'signed-before-compromise': {
    zh: '签发密钥后来失密，本证书在此之前已存证。',
    en: 'The signing key was compromised later; this certificate had been recorded before that.',
  },
  'sealed-before-compromise': {
    zh: '文件签章所用的密钥后来失密，本文件在此之前已存证。',
    en: 'The key that sealed this file was compromised later; the file had been recorded before that.',
  },
  'earlier-version': {
    zh: '本证书是更正或换发后的版本；所问的那一天在用的是它的前一版，首次发证在{day}。',
    en: 'This certificate is a later version; on the day asked about an earlier one was in use, first issued on {day}.',
  },
} satisfies Readonly<Record<string, Omit<Sentence, 'verdict'>>>

export type NoteCode = keyof typeof NOTES

export interface Note {
  readonly code: NoteCode
  readonly message: string
  readonly messageEn: string
}

/** `day` fills in the sentence of `earlier-version`, as each language writes a day. */
export function noteOf(
  code: NoteCode,
  day: { readonly zh: string; readonly en: string } = { zh: '', en: '' },
): Note {
  const { zh, en } = NOTES[code]
  return { code, message: zh.replace('{day}', day.zh), messageEn: en.replace('{day}', day.en) }
}

/** The reason as a clerk reads it. `host` fills in the sentence of `other-host`. */
export function reasonOf(code: ReasonCode, host = ''): Reason {
  const { zh, en } = REASONS[code]
  return { code, message: zh.replace('{host}', host), messageEn: en.replace('{host}', host) }
}

/** The verdict a reason leads to; nothing that needs a reason is valid. */
export const verdictFor = (code: ReasonCode): Exclude<Verdict, 'valid'> => REASONS[code].verdict
