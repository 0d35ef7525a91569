import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, parseCanonicalJson, type JsonValue } from '../../src/signing/canonical-json.ts'

describe('canonical JSON', () => {
  it.each<[string, JsonValue, string]>([
    [
      'members are sorted by UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [
      'members are sorted at every depth, elements keep their order',
      { b: [{ d: 1, c: 2 }, 0], a: {} },
      '{"a":{},"b":[{"c":2,"d":1},0]}',
    ],
    ['literals', [null, true, false], '[null,true,false]'],
    [
      'control characters have their short escapes, others \\u in lower case',
      '\u0000\b\t\n\f\r"\\\u001f/',
      '"\\u0000\\b\\t\\n\\f\\r\\"\\\\\\u001f/"',
    ],
    ['nothing else is escaped', '张𪚥\u2028\u007f', '"张𪚥\u2028\u007f"'],
    ['a backslash before ud800 is only a backslash', ['\\ud800', '\\'], '["\\\\ud800","\\\\"]'],
    ['names that look like indexes are sorted as text', { 10: 1, 9: 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
    ['minus zero is zero', [-0, 0], '[0,0]'],
    [
      'numbers as ECMAScript writes them',
      [1e21, 1e-7, 1 / 3, 4.5, 2e-3, 9007199254740991],
      '[1e+21,1e-7,0.3333333333333333,4.5,0.002,9007199254740991]',
    ],
  ])('%s', (_, value, text) => expect(canonicalJson(value)).toBe(text))

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['a lone surrogate', 'a\ud800b'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['undefined', { a: undefined }],
    ['a bigint', 1n],
  ])('refuses %s', (_, value) => expect(() => canonicalJson(value as JsonValue)).toThrow(TypeError))

  it.each([
    ['white space', '{"a": 1}'],
    ['another order', '{"b":1,"a":2}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['a longer number', '[1.0]'],
    ['a needless escape', '"\\u0061"'],
    ['an escaped lone surrogate', '"\\ud800"'],
    ['an upper-case escape', '"\\u001F"'],
    ['something after the value', '1 '],
    ['no JSON', '{'],
    ['nesting beyond the stack', '['.repeat(60_000) + ']'.repeat(60_000)],
  ])('does not take %s for canonical', (_, text) => expect(parseCanonicalJson(text)).toBeNull())

  it('reads back what it wrote, and says it is canonical', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue)
        expect(parseCanonicalJson(text)).toEqual({ value: JSON.parse(JSON.stringify(value)) as JsonValue })
      }),
    )
  })
})
