import { Refusal } from '../platform/refusal.ts'

const SAVE_AS = '请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再上传。'

export const emptyFile = () =>
  new Refusal('invalid', 'spreadsheets/empty-file', '文件是空的（0 字节）：请重新导出或重新上传。')

/** What a file seems to be when it is no .xlsx: the key is in the facts, the words are for the person. */
const FORMATS = {
  'old-xls': 'Excel 95 或更早的文件（.xls）',
  'excel-binary': 'Excel 二进制工作簿（.xlsb）',
  opendocument: 'OpenDocument 文件（.ods）',
  'spreadsheetml-2003': 'XML 电子表格 2003',
  html: '网页（HTML），只是扩展名写成了表格',
  pdf: 'PDF 文件',
  word: 'Word 文档',
  presentation: '演示文稿',
  image: '图片',
  archive: '压缩包',
  unknown: '无法识别的文件',
} as const
export type SeemingFormat = keyof typeof FORMATS

export const notAWorkbook = (format: SeemingFormat) =>
  new Refusal(
    'invalid',
    'spreadsheets/not-a-workbook',
    `这不是能读取的表格，看来是${FORMATS[format]}：${adviceFor(format)}`,
    { format },
  )

function adviceFor(format: SeemingFormat): string {
  if (format === 'archive') return '请先解压，再上传其中的 .xlsx 文件。'
  if (['pdf', 'word', 'presentation', 'image', 'unknown'].includes(format)) return '请上传 .xlsx 格式的名单。'
  return SAVE_AS
}

export const encryptedWorkbook = () =>
  new Refusal(
    'invalid',
    'spreadsheets/encrypted',
    '工作簿设有打开密码，无法读取：请在 WPS 或 Excel 中取消密码，保存后再上传。',
  )

export const damagedWorkbook = (fault: string) =>
  new Refusal(
    'invalid',
    'spreadsheets/damaged',
    `工作簿已损坏或没有传完整：请重新打开并保存，再上传一次（${fault}）。`,
    { fault },
  )

/** A text table that cannot be cut into cells; `row` as a spreadsheet would number it. */
export const damagedText = (row: number, fault: string) =>
  new Refusal(
    'invalid',
    'spreadsheets/damaged-text',
    `文本表格第 ${row} 行无法分成单元格（${fault}）：请用 WPS 或 Excel 打开核对，另存为“Excel 工作簿（.xlsx）”后再上传。`,
    { row, fault },
  )

export const unknownEncoding = () =>
  new Refusal(
    'invalid',
    'spreadsheets/unknown-encoding',
    `文本表格的文字编码不能识别，既不是 UTF-8 也不是 GB18030：${SAVE_AS}`,
  )

export const forbiddenContent = (what: 'macros' | 'external-links' | 'document-type') =>
  new Refusal('invalid', `spreadsheets/${what}`, FORBIDDEN[what])

const FORBIDDEN = {
  macros: '工作簿带有宏，为安全起见不予读取：请另存为不含宏的“Excel 工作簿（.xlsx）”后再上传。',
  'external-links':
    '工作簿引用了别的文件，所见的值可能不是最新：请在“数据－编辑链接”中断开链接，粘贴为数值，保存后再上传。',
  'document-type': '工作簿内部含有不允许的文档类型声明（DOCTYPE），不予读取：请重新打开并保存，再上传。',
} as const

/** A limit that bounds memory and time; `limit` is the number that was passed. */
export const tooLarge = (what: keyof typeof LIMITS, limit: number) =>
  new Refusal(
    'too-large',
    'spreadsheets/too-large',
    `${LIMITS[what]}，不能读取：请删除无关内容，或分成几个文件上传。`,
    { what, limit },
  )

const LIMITS = {
  file: '文件太大',
  parts: '工作簿内部的部件太多',
  expanded: '工作簿展开后太大，像是压缩炸弹',
  sheets: '工作表超过100张',
  rows: '名单超过100万行',
  columns: '有内容的列超过200列',
  cells: '单元格太多',
  merged: '合并单元格太多',
  marked: '名单超过20万行，不能整份标注',
} as const

/** No sheet has the header row of this kind of list; `missing` are the headers of the sheet that came nearest. */
export const notThisList = (kind: string, missing: readonly string[]) =>
  new Refusal(
    'invalid',
    'spreadsheets/not-this-list',
    `没有找到${kind}的表头，可能传错了表：缺少“${missing.join('”“')}”列，请对照模板核对。`,
    { missing },
  )

/** A list on a hidden sheet may be last year's: it is not read unasked. */
export const hiddenListOnly = (kind: string) =>
  new Refusal(
    'invalid',
    'spreadsheets/hidden-list-only',
    `${kind}在隐藏的工作表上，没有读入：请取消隐藏，保存后再上传。`,
  )
