// Bundled into pages: no node modules here.

/** Full-width ASCII (Ａ１－) and the ideographic blank in their ordinary form; nothing else: ² and ① are no digits. */
export const halfWidth = (text: string): string =>
  /[\uff01-\uff5e\u3000]/.test(text)
    ? text
        .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
        .replaceAll('\u3000', ' ')
    : text

/** For matching words and numbers: half width and without any blank or line break. */
export const compact = (text: string): string =>
  /[\s\uff01-\uff5e]/.test(text) ? halfWidth(text).replace(/\s+/g, '') : text
