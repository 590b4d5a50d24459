import { notificationRoutes } from './routes'

export const routes = notificationRoutes
