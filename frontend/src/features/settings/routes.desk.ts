import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/settings',
    name: 'settings',
    component: () => import('./pages/desk/SettingsPage.vue'),
    meta: {
      titleKey: 'settings.desk.title',
      capability: 'settings.read',
      nav: { group: 'system', icon: 'settings', order: 30 },
    },
  },
]
