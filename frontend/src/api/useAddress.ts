import { onScopeDispose } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'

/**
 * Changes the address of the page that one is on: what a timer or an answer does, not a click. Nothing when one is
 * leaving the page: a search that fires 300 ms after the last letter would otherwise call back whoever has opened a
 * result in between, while that page's code is still being loaded.
 */
export function useAddress() {
  const route = useRoute()
  const router = useRouter()
  let leaving = false
  const stays = () => {
    leaving = false
  }
  const ends = [
    router.beforeEach((to) => {
      leaving = to.path !== route.path
    }),
    router.afterEach(stays),
    router.onError(stays),
  ]
  onScopeDispose(() => {
    for (const end of ends) end()
  })
  return {
    /** Replaces the address, unless one is on the way to another page. */
    async adjust(to: RouteLocationRaw): Promise<void> {
      if (!leaving) await router.replace(to)
    },
  }
}
