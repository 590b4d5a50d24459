import { request, type APIRequestContext } from '@playwright/test'
import { DEMO_PASSWORD } from './fixtures'
import { WHO, type Part } from './people'

export type Json = Record<string, unknown>
interface Task {
  id: string
  status: string
  unit: { id: string; name: string }
  contacts: { id: string }[]
}
/** What journeys look at in a suggestion. */
export interface Case {
  id: string
  version: number
  status: string
  lead: { id: string; name: string }
  tasks: Task[]
  replies: { id: string }[]
  urges: { level: string }[]
}

/** A file that is sent. */
export interface Attached {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Whose sign-ins are listed on pages that are read afterwards. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

/** Somebody who works without a browser: for what a journey needs and is not about. */
export class Caller {
  private token = ''

  private constructor(
    private readonly http: APIRequestContext,
    private readonly username: string,
  ) {}

  static async as(part: Part): Promise<Caller> {
    const http = await request.newContext({
      baseURL: process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8080',
      userAgent: BROWSER,
    })
    const caller = new Caller(http, WHO[part])
    await caller.signIn()
    return caller
  }

  private async signIn() {
    const data = { username: this.username, password: DEMO_PASSWORD }
    const answer = await this.http.post('/api/v1/auth/login', { data })
    this.token = ((await answer.json()) as { access_token: string }).access_token
  }

  async send<T = Json>(method: string, path: string, data?: unknown, version?: number): Promise<T> {
    const answer = await this.http.fetch(`/api/v1${path}`, {
      method,
      data,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
    })
    if (!answer.ok()) {
      throw new Error(`${this.username}: ${method} ${path} answers ${answer.status()} ${await answer.text()}`)
    }
    return answer.status() === 204 ? ({} as T) : ((await answer.json()) as T)
  }

  /** Sends a file; its id. */
  async upload(file: Attached): Promise<string> {
    const headers = { authorization: `Bearer ${this.token}` }
    const answer = await this.http.post('/api/v1/files', { headers, multipart: { file } })
    if (!answer.ok())
      throw new Error(`${this.username}: ${file.name} answers ${answer.status()} ${await answer.text()}`)
    return ((await answer.json()) as { id: string }).id
  }

  /** A file. */
  async bytes(path: string): Promise<Buffer> {
    const answer = await this.http.get(`/api/v1${path}`, { headers: { authorization: `Bearer ${this.token}` } })
    if (!answer.ok()) throw new Error(`${this.username}: ${path} answers ${answer.status()}`)
    return answer.body()
  }

  get<T = Json>(path: string): Promise<T> {
    return this.send<T>('GET', path)
  }

  /** A command on a suggestion as it is now. */
  async command(id: string, path: string, data: unknown = undefined, method = 'POST'): Promise<Case> {
    const { version } = await this.get<Case>(`/suggestions/${id}`)
    return this.send<Case>(method, `/suggestions/${id}${path}`, data, version)
  }

  async leave() {
    await this.http.dispose()
  }
}
