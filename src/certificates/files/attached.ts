/** The names of what a certificate's file carries; programs look for them. */
export const ATTACHED = {
  sdJwt: 'certificate.sd-jwt',
  cwt: 'certificate.cwt',
  proof: 'certificate.tlog-proof',
} as const
