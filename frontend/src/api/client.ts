import type { CreateClientConfig } from './gen/client.gen'
import { send } from './transport'

/** Configures the generated client: same origin, our transport (token, language, request id, problems as errors). */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: '',
  throwOnError: true,
  fetch: (input) => send(input as Request),
})
