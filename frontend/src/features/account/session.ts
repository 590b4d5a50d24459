import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { auth } from '@/api/authFetch'
import { getMe, login, type MeResponse } from '@/api/gen'
import { problemOf } from '@/api/problem'
import { forget, remember, remembered } from './remembered'

/** Who is signed in and what they may do. The only server data kept outside vue-query, because every guard needs it. */
export const useSession = defineStore('session', () => {
  const me = ref<MeResponse | null>(null)
  const capabilities = computed(() => new Set(me.value?.capabilities ?? []))

  /** True when the person has one of the capabilities (or none is asked for). */
  function can(capability: string | string[] | undefined): boolean {
    if (!capability) return true
    return [capability].flat().some((one) => capabilities.value.has(one))
  }

  /** Finds the session of the cookie; false when there is none. */
  async function restore(): Promise<boolean> {
    if (me.value && auth.status.value === 'signed_in') return true
    try {
      if (!(await auth.restore())) return false
      me.value = await getMe()
      void remember(me.value)
      return true
    } catch (error) {
      // Without network the app opens for whoever used it last here: drafts go on, the rest says that it is offline.
      const last = problemOf(error).status === 0 ? await remembered() : undefined
      if (!last) throw error
      me.value = last
      return true
    }
  }

  async function signIn(username: string, password: string): Promise<void> {
    auth.accept(await login({ body: { username, password } }))
    me.value = await getMe()
  }

  /**
   * Signs in again over an open page. Another person's name is refused here: what stands typed on the page must not be sent
   * in their name.
   */
  async function signInAgain(password: string): Promise<void> {
    if (!me.value) throw new Error('no one was signed in')
    auth.accept(await login({ body: { username: me.value.username, password } }))
    me.value = await getMe()
  }

  async function signOut(): Promise<void> {
    await auth.signOut()
    await forget()
    me.value = null
  }

  async function reload(): Promise<void> {
    me.value = await getMe()
  }

  /** Every seat that the account holds or held: what was signed in an earlier term stays its signer's. */
  const deputyIds = computed(() => (me.value?.roles ?? []).flatMap((grant) => grant.deputy_id ?? []))
  /** The seat for which the person acts as a deputy (代表), if any: the one held now, else an earlier one. */
  const deputyId = computed(
    () => me.value?.roles.find((grant) => grant.role === 'DEPUTY')?.deputy_id ?? deputyIds.value[0] ?? null,
  )

  return { me, deputyId, deputyIds, can, restore, signIn, signInAgain, signOut, reload }
})
