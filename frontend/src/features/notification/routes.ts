import type { RouteRecordRaw } from 'vue-router'

/** Pages of the deputies' and the staff's door alike. */
export const notificationRoutes: RouteRecordRaw[] = [
  {
    path: '/notifications',
    name: 'notifications',
    component: () => import('./pages/NotificationsPage.vue'),
    meta: { titleKey: 'notification.list.title', tab: 'notices' },
  },
  {
    path: '/notifications/preferences',
    name: 'notification-preferences',
    component: () => import('./pages/PreferencesPage.vue'),
    meta: { titleKey: 'notification.preferences.title', tab: 'notices' },
  },
]
