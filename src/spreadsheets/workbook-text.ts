const ESCAPE = /_x([0-9A-Fa-f]{4})_/g

/** ST_Xstring (ECMA-376-1 §22.9.2.19): _x000D_ stands for a character XML cannot hold, _x005F_ for an underscore. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

/** Without xml:space="preserve" the blanks around a text are not part of it. */
export const spaced = (text: string, preserve: boolean): string =>
  preserve ? text : text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')

/** The inverse of `unescapeText` for a writer that escapes nothing by itself. */
export const escapeText = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (char) =>
      char === '\n' || char === '\t' ? char : escaped(char),
    )

const escaped = (char: string): string =>
  `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
