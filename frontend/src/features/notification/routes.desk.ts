import type { RouteRecordRaw } from 'vue-router'
import { notificationRoutes } from './routes'

export const routes: RouteRecordRaw[] = [
  ...notificationRoutes,
  {
    path: '/notifications/substitution',
    name: 'substitution',
    component: () => import('./pages/desk/SubstitutionPage.vue'),
    meta: { titleKey: 'notification.desk.substitution.title' },
  },
  {
    path: '/notifications/deliveries',
    name: 'notification-deliveries',
    component: () => import('./pages/desk/DeliveriesPage.vue'),
    meta: {
      titleKey: 'notification.desk.delivery.title',
      capability: 'settings.manage',
      nav: { group: 'system', icon: 'send', order: 40 },
      wide: true,
    },
  },
]
