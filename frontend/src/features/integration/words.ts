import type { ApiKeyResponse, KeyScope, KeyState } from '@/api/gen'

/** 授权范围, in the domain's order. */
export const KEY_SCOPES: KeyScope[] = [
  'suggestions:read',
  'suggestions:official',
  'reference:read',
  'exports:create',
  'webhooks:manage',
]
export const KEY_STATES: KeyState[] = ['active', 'expired', 'revoked']

/** `suggestions:read` as a part of a text's key, where a colon cannot stand. */
export const scopeKey = (scope: string) => scope.replace(':', '_')

/** Colour of a state: words say the same. */
export const stateTone = (state: KeyState) => ({ active: 'ok', expired: 'warn', revoked: 'late' })[state]

/** Networks as somebody types or pastes them: one a line, or separated by commas of either width. */
export function networksOf(text: string): string[] {
  return text
    .split(/[\s,，、;；]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** Errors at single networks (`networks.1`) belong to the one field in which all are typed. */
export function networkAlias(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`networks.${i}`, 'networks']))
}

/** What was changed, as a merge-patch; nothing when nothing was. */
export function keyPatch(
  key: Pick<ApiKeyResponse, 'name' | 'owner' | 'contact' | 'networks' | 'expires_on'>,
  form: { name: string; owner: string; contact: string; networks: string; expires_on: string },
) {
  const networks = networksOf(form.networks)
  return {
    ...(form.name.trim() !== key.name && { name: form.name }),
    ...(form.owner.trim() !== key.owner && { owner: form.owner }),
    ...(form.contact.trim() !== (key.contact ?? '') && { contact: form.contact.trim() || null }),
    ...(networks.join() !== key.networks.join() && { networks }),
    ...(form.expires_on !== key.expires_on && { expires_on: form.expires_on }),
  }
}
