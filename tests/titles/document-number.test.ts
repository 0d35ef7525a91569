import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDocumentNumber } from '../../src/titles/document-number.ts'

const vectors = (kind: 'valid' | 'invalid') =>
  readdirSync(`tests/vectors/document-numbers/${kind}`).map((file) => {
    const text = readFileSync(`tests/vectors/document-numbers/${kind}/${file}`, 'utf8')
    return [
      file.replace('.json', ''),
      JSON.parse(text) as Record<string, unknown> & { input: string },
    ] as const
  })

describe('a document number', () => {
  it.each(vectors('valid'))('is normalised: %s', (_, { input, ...expected }) => {
    const read = parseDocumentNumber(input)
    expect(read).toEqual(expected)
    expect(parseDocumentNumber(String(expected['text']))).toEqual(read)
  })

  it.each(vectors('invalid'))('is refused with a reason: %s', (_, { input, reason }) =>
    expect(parseDocumentNumber(input)).toEqual({ reason: expect.stringContaining(String(reason)) as string }),
  )
})
