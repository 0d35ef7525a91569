import { z } from 'zod'
import { AUTHORITY_KINDS, kindName } from '../../identity/authority.ts'
import { levelGroupName } from '../level-group.ts'
import { labelOf, wordsOf } from '../rule-book.ts'
import { STEPS, type RuleName, type Rules } from '../rule.ts'
import { byName, MEMBER_NAMES, RULE_VALUES } from '../rule-value.ts'
import { publicityList, routeList, stepName } from '../wording.ts'

export type Typed = Readonly<Record<string, string>>

/** One thing to fill in; `path` is its name in the form: value, value.by, value.0.who. */
export type AnswerField =
  | { readonly kind: 'text' | 'number' | 'order'; readonly path: string; readonly label: string }
  | { readonly kind: 'tick'; readonly path: string; readonly label: string }
  | {
      readonly kind: 'choice'
      readonly path: string
      readonly label: string
      readonly options: readonly { readonly value: string; readonly label: string }[]
    }

/** The fields of a rule's value, in rows; read off the value's own form, so there is no second list to forget. */
export function answerFields(rule: RuleName): readonly (readonly AnswerField[])[] {
  return fieldsFor(
    shapeOf(rule),
    ROOT,
    labelOf(rule).zh,
    (value) => wordsOf(rule, value as Rules[RuleName]).zh,
  )
}

/** What was typed, as a value: whether it will do, `readRuleValue` says. */
export const valueIn = (rule: RuleName, typed: Typed): unknown => readValue(shapeOf(rule), ROOT, typed)

/** A value as the form holds it. */
export const typedOf = (rule: RuleName, value: unknown): Typed => typeIn(shapeOf(rule), ROOT, value)

function typeIn(shape: Shape, path: string, value: unknown): Typed {
  if (value === null || value === undefined) return {}
  if (typeof value === 'string' || typeof value === 'number') return { [path]: String(value) }
  if (typeof value !== 'object') return { [path]: '1' }
  const at = (key: string | number) => within(path, String(key))
  if (shape.items?.enum !== undefined)
    return Object.fromEntries((value as readonly string[]).map((code, i) => [at(code), String(i + 1)]))
  const typed = Object.entries(value).map(([key, each]) =>
    typeIn(plain(shape.items ?? shape.properties?.[key] ?? {}), at(key), each),
  )
  return Object.assign({}, ...typed) as Typed
}

// What every field's name begins with: nothing else in the form does.
const ROOT = 'value'
// Rows to fill in where a value is a list; what is left empty is left out.
const ROWS = 8

interface Shape {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly string[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Shape[]
}

const shapeOf = (rule: RuleName): Shape => plain(z.toJSONSchema(RULE_VALUES[rule]) as Shape)

/** A value that may be null is a field that may be empty. */
const plain = (shape: Shape): Shape => shape.anyOf?.find(({ type }) => type !== 'null') ?? shape

const within = (path: string, key: string): string => `${path}.${key}`

const isDuty = (shape: Shape): boolean => shape.properties?.of !== undefined

function labelWithin(parent: Shape, key: string): string {
  return key === 'by' ? byName(isDuty(parent)) : (MEMBER_NAMES[key] ?? '')
}

const CODES: Readonly<Record<string, string>> = Object.fromEntries([
  ['', '不限'] as const,
  ...AUTHORITY_KINDS.map((kind) => [kind, kindName(kind)] as const),
  ...STEPS.map((step) => [step, stepName(step).zh] as const),
  ...(['senior', 'intermediate', 'junior'] as const).map((group) => [group, levelGroupName(group)] as const),
  ...(['recommendation', 'pre-meeting', 'result'] as const).map(
    (kind) => [kind, publicityList([kind]).zh] as const,
  ),
  ...(['review', 'assessment', 'confirmation'] as const).map(
    (route) => [route, routeList([route]).zh] as const,
  ),
])

const isOrdered = (codes: readonly string[]): boolean => codes.length === STEPS.length

function fieldsFor(
  shape: Shape,
  path: string,
  label: string,
  say: (value: string) => string,
): readonly (readonly AnswerField[])[] {
  if (shape.const !== undefined)
    return [
      [
        {
          kind: 'tick',
          path,
          label: path === ROOT ? say(shape.const === true ? 'true' : (shape.const as string)) : label,
        },
      ],
    ]
  if (shape.enum !== undefined) {
    const options = shape.enum.map((value) => ({ value, label: say(value) }))
    return [[{ kind: 'choice', path, label, options }]]
  }
  if (shape.items?.enum !== undefined) {
    const kind = isOrdered(shape.items.enum) ? ('order' as const) : ('tick' as const)
    return [shape.items.enum.map((code) => ({ kind, path: within(path, code), label: CODES[code] ?? code }))]
  }
  if (shape.items !== undefined) {
    const { items } = shape
    return Array.from({ length: ROWS }, (_, i) =>
      fieldsFor(plain(items), within(path, String(i)), `第 ${i + 1} 项`, say).flat(),
    )
  }
  if (shape.properties === undefined)
    return [[{ kind: shape.type === 'integer' ? 'number' : 'text', path, label }]]
  const { required = [] } = shape
  const own = Object.entries(shape.properties).map(([key, each]) => {
    const of = plain(each)
    // What may be left out is a choice that may stay empty.
    const open = of.enum !== undefined && !required.includes(key) ? { ...of, enum: ['', ...of.enum] } : of
    return fieldsFor(open, within(path, key), labelWithin(shape, key), (value) => CODES[value] ?? value)
  })
  return own.every((rows) => rows.length === 1) ? [own.flat(2)] : own.flat()
}

function readValue(shape: Shape, path: string, typed: Typed): unknown {
  const text = (typed[path] ?? '').trim()
  if (shape.const !== undefined) return text === '' ? undefined : shape.const
  if (shape.items?.enum !== undefined) return codesIn(shape.items.enum, path, typed)
  if (shape.items !== undefined) {
    const { items } = shape
    const all = Array.from({ length: ROWS }, (_, i) =>
      readValue(plain(items), within(path, String(i)), typed),
    )
    const some = all.filter((each) => each !== undefined)
    return some.length === 0 ? undefined : some
  }
  if (shape.properties !== undefined) {
    const members = Object.entries(shape.properties).flatMap(([key, each]) => {
      const value = readValue(plain(each), within(path, key), typed)
      if (value !== undefined) return [[key, value] as const]
      return each.anyOf === undefined ? [] : [[key, null] as const]
    })
    return members.some(([, value]) => value !== null) ? Object.fromEntries(members) : undefined
  }
  if (text === '') return undefined
  return shape.type === 'integer' && /^\d{1,9}$/.test(text) ? Number(text) : text
}

/** Those ticked; or in the order of the numbers that were typed. */
function codesIn(codes: readonly string[], path: string, typed: Typed): readonly string[] | undefined {
  const chosen = codes
    .map((code) => ({ code, place: (typed[within(path, code)] ?? '').trim() }))
    .filter(({ place }) => place !== '')
  if (chosen.length === 0) return undefined
  const ordered = isOrdered(codes) ? chosen.toSorted((a, b) => Number(a.place) - Number(b.place)) : chosen
  return ordered.map(({ code }) => code)
}
