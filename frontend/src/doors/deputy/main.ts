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
