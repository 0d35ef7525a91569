/** At byte `at` of the certificate, `remove` bytes give way to `insert` (Latin-1). */
export interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

export interface AlteredPdf {
  /** The rule, as a file name. */
  readonly rule: string
  readonly what: string
  readonly reason: string
  edits(file: string): Edit[]
}

export function apply(file: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let whole: Uint8Array = file
  for (const { at, remove, insert } of edits.toSorted((a, b) => b.at - a.at)) {
    whole = Buffer.concat([whole.subarray(0, at), Buffer.from(insert, 'latin1'), whole.subarray(at + remove)])
  }
  return new Uint8Array(whole)
}

/** The first place of `from`, or the last with `last`, gives way to `to`. */
const swap =
  (from: string, to: string, last = false) =>
  (file: string) => {
    const at = last ? file.lastIndexOf(from) : file.indexOf(from)
    if (at < 0) throw new Error(`no ${from}`)
    return [{ at, remove: from.length, insert: to }]
  }

const append = (text: string | ((file: string) => string)) => (file: string) => [
  { at: file.length, remove: 0, insert: typeof text === 'string' ? text : text(file) },
]

/** The byte `offset` after `mark` becomes another. */
const touch = (mark: string, offset: number, other?: string) => (file: string) => {
  const at = file.indexOf(mark) + mark.length + offset
  if (at < mark.length + offset) throw new Error(`no ${mark}`)
  return [{ at, remove: 1, insert: other ?? String.fromCharCode(file.charCodeAt(at) ^ 1) }]
}

const CONTENTS = ']/Contents<'
const slot = (file: string): number => file.indexOf(CONTENTS) + CONTENTS.length
const cmsDigits = (file: string): number => file.slice(slot(file)).indexOf('0'.repeat(200))

/** An incremental update of these objects, as editors append it (ISO 32000-1 §7.5.6). */
const update = (objects: (file: string) => readonly [number, string][]) =>
  append((file) => {
    const start = /startxref\n(\d+)\n/.exec(file)![1]
    const root = /trailer\n<<(.*?\/ID\[.*?\])/.exec(file)![1]
    let body = ''
    let table = 'xref\n'
    for (const [id, text] of objects(file)) {
      table += `${id} 1\n${String(file.length + body.length).padStart(10, '0')} 00000 n \n`
      body += `${id} 0 obj\n${text}\nendobj\n`
    }
    const at = file.length + body.length
    return `${body}${table}trailer\n<<${root}/Prev ${start}>>\nstartxref\n${at}\n%%EOF\n`
  })

const bodyOf = (file: string, id: number): string =>
  new RegExp(`\\n${id} 0 obj\\n([\\s\\S]*?)\\nendobj\\n`).exec(file)![1]!

const contentOf = (file: string): number => Number(/\/Contents (\d+) 0 R/.exec(bodyOf(file, 3))![1])

const paintOver = 'q 1 1 1 rg 0 0 842 596 re f Q'

/** `other` is another certificate of ours, `stranger` this one signed by another authority's key; both as Latin-1. */
export const alterations = (other: string, stranger: string): readonly AlteredPdf[] => [
  at('appended-line-break', 'one line break behind the end', append('\n')),
  at('appended-zeros', 'a block of zeros behind the end, as some downloads add', append('\0'.repeat(64))),
  at('truncated-by-one-byte', 'the last line break is missing', (f) => [cut(f, 1)]),
  at('truncated-in-the-table', 'the download stopped inside the cross-reference table', (f) => [cut(f, 400)]),
  at('prefixed-byte', 'a byte before the header', () => [{ at: 0, remove: 0, insert: '\n' }]),
  at(
    'empty-second-revision',
    'an end of file is written twice',
    append('startxref\n0\n%%EOF\n'),
    'pdf-several-revisions',
  ),
  at(
    'incremental-update-painting-over',
    'a second revision replaces what the page shows',
    update((f) => [[contentOf(f), `<</Length ${paintOver.length}>>\nstream\n${paintOver}\nendstream`]]),
    'pdf-several-revisions',
  ),
  at(
    'incremental-update-adding-an-annotation',
    'a second revision lays a note over the page',
    update((f) => [
      [3, bodyOf(f, 3).replace('/Annots[', '/Annots[900 0 R ')],
      [900, '<</Type/Annot/Subtype/FreeText/Rect[80 300 760 420]/DA(/F1 30 Tf)/Contents(valid everywhere)>>'],
    ]),
    'pdf-several-revisions',
  ),
  at(
    'incremental-update-with-a-second-signature',
    'a second revision adds a signature of its own',
    update((f) => [[900, bodyOf(f, 4)]]),
    'pdf-several-revisions',
  ),
  at(
    'incremental-update-hiding-a-layer',
    'a second revision puts the page on a layer that is off, and another in its place',
    update((f) => [
      [1, bodyOf(f, 1).replace('<<', '<</OCProperties<</OCGs[900 0 R]/D<</OFF[900 0 R]/Order[900 0 R]>>>>')],
      [900, '<</Type/OCG/Name(as issued)>>'],
    ]),
    'pdf-several-revisions',
  ),
  at('hidden-layer-declared', 'the catalog declares a layer that is off', (f) => [
    {
      at: f.indexOf('1 0 obj\n<<') + '1 0 obj\n<<'.length,
      remove: 0,
      insert: '/OCProperties<</OCGs[3 0 R]/D<</OFF[3 0 R]>>>>',
    },
  ]),
  at('shadow-object-before-the-table', 'a second object of the same number, unreferenced', (f) => [
    {
      at: f.lastIndexOf('xref\n0 '),
      remove: 0,
      insert: `${contentOf(f)} 0 obj\n<</Length ${paintOver.length}>>\nstream\n${paintOver}\nendstream\nendobj\n`,
    },
  ]),
  at('shadow-object-in-use', 'a second object of the same number, to which the table now leads', (f) => {
    const id = contentOf(f)
    const table = f.lastIndexOf('xref\n0 ')
    const row = table + /xref\n0 \d+\n/.exec(f.slice(table))![0].length + id * 20
    return [
      {
        at: table,
        remove: 0,
        insert: `${id} 0 obj\n<</Length ${paintOver.length}>>\nstream\n${paintOver}\nendstream\nendobj\n`,
      },
      { at: row, remove: 10, insert: String(table).padStart(10, '0') },
    ]
  }),
  at('byterange-start-shifted', 'the range begins at 1', touch('/ByteRange[', 0, '1')),
  at('byterange-gap-moved', 'the range leaves out another part', touch('/ByteRange[0 ', 4)),
  at('byterange-null', 'no range at all', swap('/ByteRange[0', '/ByteRange[n')),
  at('byterange-renamed', 'the range goes by another name', swap('/ByteRange', '/ByteRangf')),
  at('byterange-twice', 'a second range, in the blanks behind the first', (f) => [
    { at: f.indexOf('/Reference[<<'), remove: 0, insert: '/ByteRange[0 0 0 0]' },
  ]),
  at('contents-padding-changed', 'a digit of the padding, which no signature covers', (f) => [
    { at: slot(f) + 12_000, remove: 1, insert: '1' },
  ]),
  at('contents-padding-blank', 'a blank in the padding, which hex strings ignore', (f) => [
    { at: slot(f) + 12_000, remove: 1, insert: ' ' },
  ]),
  at('contents-padding-directly-behind', 'the first byte behind the CMS', (f) => [
    { at: slot(f) + cmsDigits(f) + 8, remove: 2, insert: 'ff' },
  ]),
  at('contents-in-capitals', 'the same CMS in upper-case digits', (f) => {
    const digits = f.slice(slot(f), slot(f) + cmsDigits(f))
    return [{ at: slot(f), remove: digits.length, insert: digits.toUpperCase() }]
  }),
  at('contents-emptied', 'the signature wiped out', (f) => [
    { at: slot(f), remove: cmsDigits(f), insert: '0'.repeat(cmsDigits(f)) },
  ]),
  at('contents-not-der', 'the CMS begins with something else', touch(CONTENTS, 0, 'f')),
  at('contents-certificate-changed', 'one bit of the signer’s certificate', touch(CONTENTS, 600)),
  at('contents-brackets-changed', 'the slot as a literal string', (f) => [
    { at: slot(f) - 1, remove: 1, insert: '(' },
  ]),
  at('contents-one-digit-longer', 'the slot one pair of digits longer', (f) => [
    { at: slot(f) + 12_000, remove: 0, insert: '00' },
  ]),
  at('signature-of-another-certificate', 'our signature over another certificate', (f) => [
    { at: slot(f), remove: 4000, insert: other.slice(slot(other), slot(other) + 4000) },
  ]),
  at(
    'signature-of-another-authority',
    'the same file signed by a key that is not ours',
    (f) => [{ at: slot(f), remove: 4000, insert: stranger.slice(slot(stranger), slot(stranger) + 4000) }],
    'pdf-not-ours',
  ),
  at('subfilter-swapped', 'another kind of signature', swap('ETSI.CAdES.detached', 'adbe.pkcs7.detached')),
  at('certification-loosened', 'changes declared as permitted', swap('/P 1/V/1.2', '/P 3/V/1.2')),
  at('signing-time-changed', 'the claimed day of signing', swap('/M(D:20261121', '/M(D:20271121')),
  at('name-on-the-page-changed', 'two characters of the name change places', (f) => swapCodes(f)),
  at('code-on-the-page-changed', 'one module of the QR code', touch('\n0 g\n0 -1 7 1 re\n', 0)),
  at('glyph-changed', 'the outline of a character', touch('/Length1 ', 6000)),
  at('character-map-changed', 'what a character copies as', touch('beginbfchar\n<0001> <', 3)),
  at('attachment-changed', 'one byte of the credential inside', touch('/EmbeddedFile', 200)),
  at(
    'attachment-renamed',
    'the credential by another name',
    swap('/UF(certificate.cwt)', '/UF(certificate.cwu)'),
  ),
  at('metadata-changed', 'the title in the metadata', touch('<dc:title>', 40)),
  at('header-changed', 'another version of PDF', swap('%PDF-1.7', '%PDF-1.4')),
  at('table-entry-redirected', 'the table sends readers to another object', (f) => {
    const row = f.indexOf('xref\n0 ') + 'xref\n0 00\n'.length + 3 * 20
    return [{ at: row + 20, remove: 10, insert: f.slice(row, row + 10) }]
  }),
  at('root-redirected', 'the trailer names another catalog', swap('/Root 1 0 R', '/Root 2 0 R')),
  at('start-of-table-moved', 'the end points elsewhere', touch('startxref\n', 0)),
  at('file-identifier-changed', 'one digit of the identifier', touch('/ID[<', 5, '~')),
  at('line-breaks-converted', 'line breaks as a mail program writes them', (f) => [
    { at: f.indexOf('\n'), remove: 1, insert: '\r\n' },
  ]),
]

function at(rule: string, what: string, edits: AlteredPdf['edits'], reason = 'pdf-altered'): AlteredPdf {
  return { rule, what, edits, reason }
}

const cut = (file: string, length: number): Edit => ({ at: file.length - length, remove: length, insert: '' })

function swapCodes(file: string): Edit[] {
  const [, head, first, second] = /(\/H2 <<\/MCID \d+>> BDC\nBT .*?<)([0-9A-F]{4})([0-9A-F]{4})/.exec(file)!
  const start = file.indexOf(head!) + head!.length
  return [{ at: start, remove: 8, insert: second! + first! }]
}
