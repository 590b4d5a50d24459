import { startDoor } from '../startDoor'
import App from './App.vue'
import { routes } from './router'
import zh from './zh'

void startDoor({ app: App, base: '/', routes, zh, loadEn: () => import('./en'), nameKey: 'common.door.portal' })
