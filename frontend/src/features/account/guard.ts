import type { NavigationGuard } from 'vue-router'
import { useSession } from './session'

/** Sign-in doors: a page that is not `open` needs a session; without one, sign in first and come back here. */
export const requireSession: NavigationGuard = async (to) => {
  if (to.meta.open) return true
  const session = useSession()
  if (await session.restore()) {
    // Until an initial password is changed the server allows nothing else.
    if (session.me?.must_change_password && to.name !== 'password') return { name: 'password' }
    return session.can(to.meta.capability) ? true : { name: 'forbidden', query: { from: to.fullPath }, replace: true }
  }
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
}
