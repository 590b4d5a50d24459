/* 代表建议办理状态 · <deputies-home-suggestion ref="18-5-63"> · https: served by the installation at /widget/v1.js
   Attributes: ref or suggestion-id, lang (zh-CN, en), base (address of the installation). No cookies, no tracking. */
(() => {
  'use strict'
  const DEMO = false
  const NAME = 'deputies-home-suggestion'
  const HOME = new URL(document.currentScript?.src || location.href).origin
  const ZH = {
    name: '代表建议办理状态', loading: '正在读取…', unit: '承办单位', by: '领衔代表', on: '提交', replied: '答复',
    result: '代表对结果的评价', more: '查看全文', empty: '没有指定建议编号。', gone: '这件建议没有公开，或者已经撤下。',
    failed: '暂时读不到办理状态。', again: '重试', hidden: '办理进展未公开', demo: '演示数据，人物均为虚构',
    satisfied: '满意', basic: '基本满意', unsatisfied: '不满意', steps: '办理进展', withdrawn: '已撤回', later: '待办',
  }
  const EN = {
    name: 'Progress of a deputy’s suggestion', loading: 'Loading…', unit: 'Handled by', by: 'Proposed by', on: 'Handed in',
    replied: 'Answered', result: 'Deputy’s rating of the result', more: 'Read it all', empty: 'No suggestion was named.',
    gone: 'This suggestion is not published, or no longer.', failed: 'The progress cannot be read just now.', again: 'Try again',
    hidden: 'Progress is not published', demo: 'Demonstration: all data are invented', satisfied: 'satisfied',
    basic: 'fairly satisfied', unsatisfied: 'not satisfied', steps: 'Progress', withdrawn: 'Withdrawn', later: 'to come',
  }
  const CSS = `
:host{display:block;container-type:inline-size}:host([hidden]){display:none}
*{box-sizing:border-box;margin:0}
section{font:1rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1b1f24;background:#fff;
border:1px solid #7a828e;border-top:4px solid #9e1b1b;border-radius:4px;padding:1rem;overflow-wrap:anywhere}
.no{color:#4b5563;font-size:.875rem}h3{font-size:1.125rem;line-height:1.4;margin:.125rem 0 .5rem}
a{color:#1d4e89}a:focus-visible,button:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.state{display:inline-block;font-weight:600;padding:.0625rem .5rem;border:1px solid;border-radius:3px;color:#1d4e89}
.state.closed{color:#17693a}.state.withdrawn{color:#4b5563}
dl{display:grid;grid-template-columns:auto 1fr;gap:.125rem .75rem;margin:.5rem 0}dt{color:#4b5563}
@container (max-width:16rem){dl{grid-template-columns:1fr}}
ol{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin:.5rem 0;font-size:.875rem}
li::before{content:"○ "}li.done::before{content:"● ";color:#17693a}li:not(.done){color:#4b5563}
.demo{color:#7a4b00;font-size:.875rem;margin-top:.5rem}
button{font:inherit;min-height:2.75rem;padding:.25rem 1rem;margin-top:.5rem;color:#1d4e89;background:#fff;border:1px solid #7a828e;
border-radius:3px;cursor:pointer}
.wait::before{content:"";display:inline-block;width:.75em;height:.75em;margin-inline-end:.5em;border:2px solid #7a828e;
border-top-color:transparent;border-radius:50%;animation:t 1s linear infinite}@keyframes t{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){.wait::before{animation:none}}
@media (prefers-color-scheme:dark){:host([theme=auto]) section{color:#e8eaed;background:#14171c}:host([theme=auto]) :is(.no,dt,
.state.withdrawn,li:not(.done)){color:#b6bcc6}:host([theme=auto]) :is(a,.state){color:#9cc3f5}:host([theme=auto]) :is(.state.closed,
li.done::before){color:#7fd3a1}:host([theme=auto]) .demo{color:#f0c36d}}
@media (forced-colors:active){section,.state,button{border-color:CanvasText}}
@media print{section{border:1px solid #000;color:#000;background:#fff;break-inside:avoid}button{display:none}
a::after{content:" (" attr(href) ")";font-size:.75rem}}`

  const make = (tag, props, ...inside) => {
    const node = Object.assign(document.createElement(tag), props)
    node.append(...inside.filter((it) => it != null))
    return node
  }

  class Suggestion extends HTMLElement {
    static observedAttributes = ['ref', 'suggestion-id', 'lang', 'base']
    #box = make('section', {})
    #asked = null
    #due = false

    constructor() {
      super()
      const root = this.attachShadow({ mode: 'open' })
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(CSS)
      root.adoptedStyleSheets = [sheet]
      // What changes is read out once it is complete, and interrupts nobody.
      this.#box.setAttribute('aria-live', 'polite')
      root.append(this.#box)
    }

    connectedCallback() {
      this.#later()
    }

    disconnectedCallback() {
      this.#asked?.abort()
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#later()
    }

    /** Several attributes that are set together are one request. */
    #later() {
      if (this.#due) return
      this.#due = true
      queueMicrotask(() => {
        this.#due = false
        if (this.isConnected) this.refresh()
      })
    }

    get #lang() {
      const said = this.getAttribute('lang') || this.closest('[lang]')?.lang || 'zh-CN'
      return /^en\b/i.test(said) ? 'en' : 'zh-CN'
    }

    /** Reads the suggestion again. */
    async refresh() {
      this.#asked?.abort()
      const asked = (this.#asked = new AbortController())
      const lang = this.#lang
      const words = lang === 'en' ? EN : ZH
      this.#box.lang = lang
      this.#box.setAttribute('aria-label', words.name)
      const ref = this.getAttribute('ref')
      const id = this.getAttribute('suggestion-id')
      if (!ref && !id) return this.#say('empty', words.empty)
      this.#say('loading', words.loading)
      const timer = setTimeout(() => asked.abort('slow'), 15000)
      try {
        const base = this.getAttribute('base') || HOME
        const path = id ? encodeURIComponent(id) : `by-ref/${encodeURIComponent(ref)}`
        const answer = await fetch(new URL(`/api/v1/public/suggestions/${path}`, base), {
          headers: { 'Accept-Language': lang }, credentials: 'omit', signal: asked.signal,
        })
        if (answer.status === 404 || answer.status === 410) return this.#say('withdrawn', words.gone)
        if (!answer.ok) throw new Error(answer.status)
        this.#show(await answer.json(), words, base)
      } catch {
        if (this.#asked !== asked || (asked.signal.aborted && asked.signal.reason !== 'slow')) return
        this.#say('error', words.failed, make('button', { type: 'button', onclick: () => this.refresh() }, words.again))
      } finally {
        clearTimeout(timer)
      }
    }

    #put(state, ...inside) {
      const held = this.shadowRoot.activeElement
      this.dataset.state = state
      this.#box.setAttribute('aria-busy', String(state === 'loading'))
      this.#box.replaceChildren(...inside, ...(DEMO ? [make('p', { className: 'demo' }, this.#lang === 'en' ? EN.demo : ZH.demo)] : []))
      // Whoever pressed the button must not be thrown back to the top of the page.
      if (held) {
        this.#box.tabIndex = -1
        this.#box.focus({ preventScroll: true })
      }
      this.dispatchEvent(new CustomEvent('statechange', { detail: { state }, bubbles: true, composed: true }))
    }

    #say(state, text, more) {
      this.#put(state, make('p', { className: state === 'loading' ? 'wait' : '' }, text), ...(more ? [more] : []))
    }

    #show(it, words, base) {
      const page = new URL(`/suggestions/${it.id}`, base).href
      const over = /^(withdrawn|not_accepted|deleted)/.test(it.status ?? '')
      const kind = over ? 'withdrawn' : /^(closed|archived)/.test(it.status ?? '') ? 'closed' : ''
      const list = make('dl', {})
      const row = (name, value) => value && list.append(make('dt', {}, name), make('dd', {}, value))
      row(words.unit, it.lead_units.join(words === EN ? ', ' : '、'))
      row(words.by, it.lead_deputy)
      row(words.on, it.submitted_on)
      row(words.replied, it.replied_on)
      row(words.result, it.result_rating && (words[it.result_rating] ?? it.result_rating))
      const steps = it.steps.map((step) =>
        make('li', { className: step.on ? 'done' : '' }, step.title, ' ', step.on ?? `(${words.later})`))
      const course = steps.length ? make('ol', {}, ...steps) : null
      course?.setAttribute('aria-label', words.steps)
      this.#put(
        kind === 'withdrawn' ? 'withdrawn' : 'ready',
        make('p', { className: 'no' }, it.reference),
        make('h3', {}, make('a', { href: page }, it.title)),
        make('p', {}, make('span', { className: `state ${kind}` }, it.status_label ?? words.hidden)),
        list, ...(course ? [course] : []),
        make('p', {}, make('a', { href: page }, words.more)),
      )
    }
  }
  if (!customElements.get(NAME)) customElements.define(NAME, Suggestion)
})()
