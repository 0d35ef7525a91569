/** What someone asks to have checked; exactly one way of asking. */
export type Submitted =
  /** The text of a QR code, its digits, an address, or an SD-JWT VC. */
  | { readonly credential: string }
  /** The 22 characters of a page. */
  | { readonly code: string }
  | { readonly number: string; readonly name: string; readonly idNumber?: string }
  /** A certificate's PDF, or a picture of its QR code. */
  | { readonly file: Uint8Array }
