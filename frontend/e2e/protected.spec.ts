import type { Page } from '@playwright/test'
import type { Json } from './api'
import { textOf } from './documents'
import { expect, look, test } from './fixtures'
import { settled } from './inspect'
import { People } from './people'
import { card, picture } from './pictures'
import { answered, by, given, started } from './ready'
import { closed, command, freshNumber, handIn, open, type Matter } from './steps'

const REASON = '所提事项涉及经营者利益，担心影响本人工作。'
const MASKED = '受保护代表'

test('the name of a protected deputy reaches the unit by no door', async ({ browser }, info) => {
  test.skip(info.project.name !== 'wide', 'looked for at the unit’s desk')
  test.setTimeout(150_000)
  const people = new People(browser, true)
  await people.later('2026-06-15T09:00:00+08:00')
  const matter: Matter = {
    title: `关于整治第${freshNumber()}号市场占道经营的建议`,
    facts: '市场周边早晚占道经营，消防通道被堵，居民多次反映。',
    proposals: ['恢复消防通道。', '划定临时经营点。'],
  }
  const { display_name: name } = await by('deputy', (one) => one.get<{ display_name: string }>('/me'))
  let id = ''

  await test.step('the deputy asks for protection and says why', async () => {
    const deputy = await people.as('deputy')
    id = await handIn(deputy, matter, { protection: REASON })
    const kept = await by('deputy', (one) => one.get<Json>(`/suggestions/${id}`))
    expect(kept.ask_protection).toBe(REASON)
  })

  await test.step('the committee reads the reason; with the acceptance the name is hidden', async () => {
    const clerk = await people.as('clerk')
    await open(clerk, 'suggestions', matter.title)
    await expect(card(clerk, '基本情况').getByText(REASON)).toBeVisible()
    await picture(clerk, 'protected-asked', card(clerk, '基本情况'))
    await command(clerk, '立案', async (dialog) => {
      await dialog.getByLabel('类别').first().selectOption({ index: 1 })
    })
    // The committee itself knows whom it works for.
    await expect(card(clerk, '基本情况').getByText(name)).toBeVisible()
    await given(id, '住房和城乡建设局')
    await started(id)
  })

  const unit = await people.as('unit')
  // Whatever the unit's browser is sent about this matter, shown or not.
  const leaks: string[] = []
  unit.on('response', (response) => {
    if (!response.url().includes(id) || !/json/.test(response.headers()['content-type'] ?? '')) return
    void response.text().then(
      (text) => text.includes(name) && leaks.push(response.url()),
      () => undefined,
    )
  })
  const nowhere = async (page: Page, where: string) => {
    await settled(page)
    expect(await page.locator('#main').innerHTML(), `the name on ${where}`).not.toContain(name)
  }

  await test.step('pages and lists of the unit', async () => {
    await open(unit, 'tasks', matter.title)
    await expect(unit.getByRole('main').getByText(MASKED).first()).toBeVisible()
    await nowhere(unit, 'the page of the matter')
    await look(unit, 'protected-unit')
    await picture(unit, 'protected-unit', card(unit, '基本情况'))
    for (const list of ['tasks', 'suggestions']) {
      await unit.goto(`/desk/${list}?q=${encodeURIComponent(matter.title)}`)
      await expect(unit.getByRole('main').getByRole('link', { name: matter.title })).toBeVisible()
      await nowhere(unit, `the list of ${list}`)
    }
  })

  await test.step('searching for the name does not lead to the matter', async () => {
    await unit.goto(`/desk/search?q=${encodeURIComponent(matter.title)}`)
    await expect(unit.getByRole('main').getByRole('link', { name: matter.title }).first()).toBeVisible()
    await nowhere(unit, 'what the search finds')
    for (const page of ['search', 'suggestions', 'tasks']) {
      await unit.goto(`/desk/${page}?q=${encodeURIComponent(name)}`)
      await settled(unit)
      await expect(unit.getByRole('main').getByRole('link', { name: matter.title })).toHaveCount(0)
    }
  })

  await test.step('the unit writes down a talk with somebody whose name it does not know', async () => {
    await unit.goto(`/desk/suggestions/${id}`)
    await people.clock('2026-06-16T15:00:00+08:00')
    await unit.getByRole('button', { name: '登记联系沟通' }).click()
    const dialog = unit.getByRole('dialog')
    await expect(dialog.getByText('代表的姓名受保护', { exact: false })).toBeVisible()
    await dialog.getByLabel('时间').fill('2026-06-16T10:00')
    await dialog.getByLabel('地点').fill('代表工委会议室')
    await dialog.getByLabel('单位人员姓名').fill('演分管')
    await dialog.getByLabel('职务').fill('副局长')
    await dialog.getByLabel('沟通情况').fill('经代表工委安排，就整治方案当面沟通。')
    await look(unit, 'protected-contact')
    await dialog.getByRole('button', { name: '登记联系沟通', exact: true }).click()
    await closed(dialog)
    await nowhere(unit, 'the record of the talk')
    const deputy = await people.as('deputy')
    await deputy.goto(`/d/suggestions/${id}`)
    await deputy.getByRole('button', { name: '属实，确认' }).click()
    await expect(deputy.getByText('您已确认')).toBeVisible()
    await answered(id, matter, '2026-12-31')
    await unit.reload()
    await expect(unit.getByText('代表已确认，计为面商')).toBeVisible()
    await expect(unit.getByText(`${MASKED}代表：`).first()).toBeVisible()
    await nowhere(unit, 'the page with the letter')
  })

  await test.step('documents, exports and notices', async () => {
    await by('unit', async (one) => {
      const { items } = await one.get<{ items: { path: string; of: string | null; label: string }[] }>(
        `/suggestions/${id}/documents`,
      )
      expect(items.length).toBeGreaterThan(2)
      for (const { path, of, label } of items) {
        for (const format of ['pdf', 'docx']) {
          const address = `${path.replace('/api/v1', '')}?format=${format}${of ? `&of=${of}` : ''}`
          expect(textOf(await one.bytes(address)), `${label} ${format}`).not.toContain(name)
        }
      }
      const q = encodeURIComponent(matter.title)
      const sheet = textOf(await one.bytes(`/suggestions/export?q=${q}&ledger=handling&format=xlsx`))
      expect(sheet).toContain(matter.title)
      expect(sheet).not.toContain(name)
    })
    await unit.goto('/desk/notifications')
    const notices = unit.getByRole('main').getByRole('listitem').filter({ hasText: matter.title })
    await expect(notices.first()).toBeVisible()
    for (const notice of await notices.allInnerTexts()) expect(notice).not.toContain(name)
  })

  await test.step('and nobody else learns of it', async () => {
    const nobody = await people.window()
    await nobody.goto(`/suggestions?q=${encodeURIComponent(matter.title)}`)
    await expect(nobody.getByText('没有符合条件的结果')).toBeVisible()
    await nobody.context().close()
  })
  expect(leaks, 'answers with the name in them').toEqual([])
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
