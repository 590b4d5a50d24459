import { createPinia } from 'pinia'
import { auth } from '@/api/authFetch'
import { useTransport } from '@/api/transport'
import { requireSession } from '@/features/account/guard'
import { startDoor } from '../startDoor'
import App from './App.vue'
import { routes } from './router'
import zh from './zh'

useTransport(auth.send)
auth.onSignedOutElsewhere(() => location.reload())
void startDoor({
  app: App,
  base: '/d/',
  routes,
  zh,
  loadEn: () => import('./en'),
  nameKey: 'common.door.deputy',
  plugins: [createPinia()],
  guard: requireSession,
})

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => {
    void navigator.serviceWorker.register('/deputy-sw.js', { scope: '/d/' }).catch(() => undefined)
    // What is needed to go on writing is fetched while there is a network.
    setTimeout(() => {
      void import('@/features/suggestion/pages/deputy/DraftsPage.vue')
      void import('@/features/suggestion/pages/deputy/WriteDraftPage.vue')
    }, 3000)
  })
}
