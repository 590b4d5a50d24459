import type { RouteRecordRaw } from 'vue-router'
import { accountRoutes } from '@/features/account/routes'

/** Every feature's `routes.desk.ts` adds its pages, and with `meta.nav` its menu entries, by itself. */
const features = import.meta.glob<{ routes: RouteRecordRaw[] }>('../../features/*/routes.desk.ts', { eager: true })

const kit: RouteRecordRaw[] =
  import.meta.env.DEV || import.meta.env.MODE === 'test'
    ? [
        {
          path: '/kit',
          component: () => import('./kit/KitPage.vue'),
          meta: { open: true, titleKey: 'common.door.desk' },
        },
      ]
    : []

export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'home',
    component: () => import('./DeskHomePage.vue'),
    meta: { titleKey: 'shell.desk.home.title' },
  },
  ...Object.values(features).flatMap((feature) => feature.routes),
  ...accountRoutes,
  ...kit,
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: () => import('../NotFoundPage.vue'),
    meta: { titleKey: 'common.error.not_found', open: true },
  },
]
