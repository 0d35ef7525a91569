import { readdirSync, readFileSync } from 'node:fs'
import type { RefusalKind } from './platform/refusal.ts'

/** A code as its refusals declare it. */
export interface DeclaredProblem {
  readonly code: string
  readonly kind: RefusalKind
  /** What it tells the person, in Chinese, … where it depends on the case; more than one where more refusals share it. */
  readonly says: readonly string[]
}

const HERE = new URL('.', import.meta.url)
// Compiled, the declarations lie beside us as JavaScript, their texts unchanged.
const DECLARES = /(^|\/)refusals\.(ts|js)$|^platform\/problem\.(ts|js)$/

/** Every code there is, in alphabetical order, read from the refusals themselves: there is no second list to forget. */
export function declaredProblems(): ReadonlyMap<string, DeclaredProblem> {
  const problems = new Map<string, DeclaredProblem>()
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter((file) => DECLARES.test(file))
  for (const file of files)
    for (const { code, kind, says } of declaredIn(readFileSync(new URL(file, HERE), 'utf8')))
      problems.set(code, { code, kind, says: [...new Set([...(problems.get(code)?.says ?? []), ...says])] })
  return new Map([...problems].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The refusals one file declares. A code with a part that varies is one for each row of the table its message is in. */
export function declaredIn(source: string): readonly DeclaredProblem[] {
  return [...source.matchAll(/new Refusal\(/g)].flatMap((found): readonly DeclaredProblem[] => {
    const [kindText = '', codeText = '', message = ''] = argumentsAt(source, found.index + found[0].length)
    const kind = textOf(source, kindText) as RefusalKind
    if (!codeText.startsWith('`'))
      return [{ code: textOf(source, codeText), kind, says: [textOf(source, message)] }]
    const rows = tableIn(source, /(\w+)\[\w+\]/.exec(message)?.[1] ?? '')
    return rows.map(([key, text]) => ({
      code: textOf(source, codeText).replace('…', key),
      kind,
      says: [message.startsWith('`') ? textOf(source, message).replace('…', text) : text],
    }))
  })
}

/** The arguments of a call, as they are written, from behind its opening bracket. */
function argumentsAt(source: string, from: number): readonly string[] {
  const found: string[] = []
  let [start, depth] = [from, 0]
  for (let at = from; at < source.length; at++) {
    const here = source[at] as string
    if (isQuote(here)) at = literalEnd(source, at) - 1
    else if ('([{'.includes(here)) depth++
    else if (')]}'.includes(here) && depth-- === 0) return [...found, source.slice(start, at).trim()]
    else if (here === ',' && depth === 0) {
      found.push(source.slice(start, at).trim())
      start = at + 1
    }
  }
  return found
}

const isQuote = (character: string): boolean => '\'"`'.includes(character)

/** Where a literal ends that begins at `from`. */
function literalEnd(source: string, from: number): number {
  const quote = source[from] as string
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === quote) return at + 1
    else if (quote === '`' && source.startsWith('${', at)) at = bracesEnd(source, at + 2)
  }
  return source.length
}

/** Where the brace closes behind which `from` stands. */
function bracesEnd(source: string, from: number): number {
  let depth = 0
  for (let at = from; at < source.length; at++) {
    const here = source[at] as string
    if (isQuote(here)) at = literalEnd(source, at) - 1
    else if (here === '{') depth++
    else if (here === '}' && depth-- === 0) return at
  }
  return source.length
}

/** The text of an expression's literals, what varies in it as …; a constant of the same file stands for its own text. */
function textOf(source: string, written: string): string {
  let text = ''
  for (let at = 0; at < written.length; at++) {
    if (!isQuote(written[at] as string)) continue
    const end = literalEnd(written, at)
    const inside = written.slice(at + 1, end - 1)
    text += written[at] === '`' ? filled(source, inside) : inside
    at = end - 1
  }
  return text
}

function filled(source: string, template: string): string {
  const [before = '', ...rest] = template.split('${')
  if (rest.length === 0) return before
  const from = before.length + 2
  const end = bracesEnd(template, from)
  return before + constant(source, template.slice(from, end)) + filled(source, template.slice(end + 1))
}

const constant = (source: string, name: string): string =>
  (/^\w+$/.test(name) && new RegExp(`const ${name} =\\s*'([^']*)'`).exec(source)?.[1]) || '…'

/** The rows of `const name = { key: 'text', … }`. */
function tableIn(source: string, name: string): readonly (readonly [key: string, text: string])[] {
  const body = new RegExp(`const ${name}\\b[^=]*= \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? ''
  return [...body.matchAll(/^\s*'?([\w-]+)'?:\s*'([^']*)'/gm)].map(
    ([, key = '', text = '']) => [key, text] as const,
  )
}
