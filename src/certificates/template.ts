/** The layout and wording a certificate is drawn with; every version ever used stays drawable. */
export const TEMPLATE_VERSION = 1
