import type { RouteRecordRaw } from 'vue-router'
import { accountRoutes } from '@/features/account/routes'

/** Every feature's `routes.deputy.ts` adds its pages by itself. */
const features = import.meta.glob<{ routes: RouteRecordRaw[] }>('../../features/*/routes.deputy.ts', { eager: true })

export const routes: RouteRecordRaw[] = [
  ...Object.values(features).flatMap((feature) => feature.routes),
  ...accountRoutes,
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: () => import('../NotFoundPage.vue'),
    meta: { titleKey: 'common.error.not_found', open: true },
  },
]
