import type { FieldError } from '@/ui/formErrors'

/** Shortest password accepted; the server knows further rules (setting `password.profile`). */
export const MIN_PASSWORD = 8

/** What can be said about a new password before asking the server. */
export function newPasswordErrors(
  next: string,
  repeat: string,
  t: (key: string, named?: Record<string, unknown>) => string,
): FieldError[] {
  const errors: FieldError[] = []
  if ([...next].length < MIN_PASSWORD) {
    errors.push({ field: 'new_password', message: t('account.password.too_short', { n: MIN_PASSWORD }) })
  }
  if (next !== repeat) errors.push({ field: 'repeat', message: t('account.password.differ') })
  return errors
}
