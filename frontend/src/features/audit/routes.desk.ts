import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/audit',
    name: 'audit',
    component: () => import('./pages/desk/AuditPage.vue'),
    meta: {
      titleKey: 'audit.desk.title',
      capability: 'audit.read',
      nav: { group: 'system', icon: 'history', order: 20 },
      wide: true,
    },
  },
]
