import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/calendar',
    name: 'calendar',
    component: () => import('./pages/desk/CalendarPage.vue'),
    meta: {
      titleKey: 'calendar.desk.title',
      capability: 'settings.read',
      nav: { group: 'system', icon: 'calendar', order: 20 },
    },
  },
]
