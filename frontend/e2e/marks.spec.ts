import { expect, look, test } from './fixtures'
import { moveClock } from './clock'
import { PHOTO } from './course'
import { textOfPdf } from './documents'
import { People } from './people'
import { picture } from './pictures'
import { answered, assigned, handedIn, started, talked } from './ready'
import { closed, freshNumber, type Dialog } from './steps'

/** Every width has its own week, so that the two runs on one database do not meet. */
const WEEK = { phone: '2026-07-0', wide: '2026-07-1' } as Record<string, string>
const MOBILE = '13857212345'
const CHILD = '王小明'
const HOME = '幸福里小区5-2-301'

test('personal data are marked, decided one by one, and leave by no door', async ({ browser }, info) => {
  test.setTimeout(240_000)
  const week = WEEK[info.project.name] ?? '2026-07-0'
  await moveClock(`${week}6T09:00:00+08:00`)
  const people = new People(browser)
  const title = `关于修补第${freshNumber()}号路口人行道的建议`
  const facts = `居民张某（手机${MOBILE}，家住${HOME}）反映路口人行道破损，热线12345已受理。`
  const matter = { title, facts, proposals: ['尽快修补破损路面。'] }
  const id = await handedIn(matter)
  await assigned(id, '住房和城乡建设局')
  await started(id)
  await moveClock(`${week}7T15:00:00+08:00`)
  await talked(id, `${week}7T10:00:00+08:00`)
  const answers = [`已与小学生${CHILD}的家长当面沟通，路面已修补。`]
  const note = `村民来信\n联系人张某，电话${MOBILE}。\n路灯损坏三盏，请予修复。\n`
  const files = [
    { name: '现场.png', mimeType: 'image/png', buffer: PHOTO },
    { name: '来信.txt', mimeType: 'text/plain', buffer: Buffer.from(note) },
  ]
  await answered(id, matter, '2026-12-31', { answers, files })
  const clerk = await people.as('clerk')

  const partOf = (name: string) =>
    clerk
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: clerk.getByText(name, { exact: true }) })
  const review = () => clerk.getByRole('region', { name: /^审看：/ })
  const pass = async () => {
    for (let left = 4; left > 0; left--) {
      await review().getByRole('button', { name: '通过', exact: true }).first().click()
      await expect(review().getByRole('button', { name: '通过', exact: true })).toHaveCount(left - 1)
    }
  }

  await test.step('the text: the next mark, cover, leave with a reason, by keys', async () => {
    await clerk.goto(`/desk/publication?queue=propose&at=${id}`)
    await partOf('建议全文').getByRole('button', { name: /^审看/ }).click()
    await expect(review().getByRole('status')).toHaveText('2 处标注，还有 2 处未处理')
    await expect(review().locator('mark').first()).toHaveText(MOBILE)
    await expect(review().getByRole('button', { name: '提出公开' })).toBeDisabled()
    await look(clerk, 'marks-open')
    await clerk.keyboard.press('a')
    await expect(review().getByRole('status')).toHaveText('2 处标注，还有 1 处未处理')
    await clerk.keyboard.press('r')
    await review().getByLabel('保留的理由').fill('已公开的商铺地址')
    await clerk.keyboard.press('Enter')
    await expect(review().getByRole('status')).toHaveText('2 处标注已全部处理')
    // On a second thought it is a home.
    await review().getByRole('listitem').filter({ hasText: HOME }).getByRole('button', { name: '撤销处理' }).click()
    await review().getByRole('listitem').filter({ hasText: HOME }).getByRole('button', { name: '遮盖' }).click()
    // What the recogniser leaves to people is added by hand.
    await review().getByLabel('遮盖文字').fill('张某')
    await review().getByRole('button', { name: '遮盖', exact: true }).last().click()
    await expect(review().getByRole('status')).toHaveText('3 处标注已全部处理')
    await review().getByLabel('审查人').fill('王保密')
    await pass()
    await look(clerk, 'marks-decided')
    await review().getByRole('button', { name: '提出公开' }).click()
    await expect(review()).toHaveCount(0)
  })

  await test.step('the letter', async () => {
    await partOf('答复全文').getByRole('button', { name: /^审看/ }).click()
    await expect(review().locator('mark').first()).toHaveText(CHILD)
    await clerk.keyboard.press('a')
    const file = (name: string) => review().locator('details').filter({ hasText: name })
    const publish = (name: string) => file(name).getByRole('button', { name: '制作公开副本并公开' })
    await expect(file('来信.txt').getByText('1 处标注未处理')).toBeVisible()
    await expect(publish('来信.txt')).toBeDisabled()
    await look(clerk, 'files-open')
    await file('来信.txt')
      .getByRole('listitem')
      .filter({ hasText: MOBILE })
      .getByRole('button', { name: '遮盖' })
      .click()
    await file('来信.txt').getByLabel('遮盖文字').fill('张某')
    await file('来信.txt').getByRole('button', { name: '遮盖', exact: true }).last().click()
    await expect(file('来信.txt').getByRole('status').first()).toHaveText('2 处标注已全部处理')
    await file('来信.txt').getByLabel('公开文件名').fill('村民来信')
    await picture(clerk, 'publication-files', file('来信.txt'))
    await publish('来信.txt').click()
    await expect(file('来信.txt').getByText('公开下面的副本。')).toBeVisible()
    // Nobody but a person can read a picture.
    await expect(publish('现场.png')).toBeDisabled()
    await file('现场.png').getByLabel('公开文件名').fill('路面修补后')
    await file('现场.png').getByLabel('查看人').fill('王保密')
    await publish('现场.png').click()
    await expect(file('现场.png').getByText('查看人：王保密')).toBeVisible()
    await look(clerk, 'files-decided')
    await pass()
    await review().getByRole('button', { name: '提出公开' }).click()
    await expect(review()).toHaveCount(0)
  })

  const clean = async (place: Dialog) => {
    const text = await place.innerText()
    for (const told of [MOBILE, CHILD, HOME, '张某']) expect(text).not.toContain(told)
    expect(text).toContain('热线12345')
  }

  await test.step('the preview is what a citizen will see', async () => {
    await clean(clerk.getByRole('main').locator('article.paper'))
    await look(clerk, 'marks-preview')
  })

  await test.step('the head releases', async () => {
    const head = await people.as('head')
    await head.goto(`/desk/publication?at=${id}`)
    await head.getByRole('button', { name: /^全部公开/ }).click()
    await expect(head.getByRole('button', { name: '撤下' })).toHaveCount(2)
  })

  const nobody = await people.window()
  await test.step('page and PDF have none of it', async () => {
    await nobody.goto(`/suggestions/${id}`)
    await expect(nobody.getByRole('heading', { level: 1 })).toHaveText(title)
    await clean(nobody.getByRole('main'))
    await expect(nobody.getByRole('link', { name: '路面修补后.png' })).toBeVisible()
    await look(nobody, 'marks-public')
    const copy = nobody.getByRole('link', { name: '村民来信.pdf' })
    const [letter] = await Promise.all([nobody.waitForEvent('download'), copy.click()])
    const words = textOfPdf(await letter.path())
    for (const told of [MOBILE, '张某']) expect(words).not.toContain(told)
    expect(words).toContain('路灯损坏三盏')
    for (const name of ['答复函 PDF', 'PDF']) {
      const link = nobody.getByRole('link', { name, exact: name === 'PDF' }).first()
      if (!(await link.count())) continue
      const [file] = await Promise.all([nobody.waitForEvent('download'), link.click()])
      const text = textOfPdf(await file.path())
      for (const told of [MOBILE, CHILD, HOME]) expect(text, name).not.toContain(told)
    }
  })

  await test.step('taken down, a stone stays', async () => {
    const head = await people.as('head')
    for (const left of [1, 0]) {
      await head.getByRole('button', { name: '撤下' }).first().click()
      const dialog = head.getByRole('dialog')
      await dialog.getByLabel('对外说明的原因').selectOption({ label: '代表要求撤回' })
      await dialog.getByLabel('理由', { exact: true }).fill('代表来函要求撤回')
      await dialog.getByRole('button', { name: '撤下' }).click()
      await closed(dialog)
      await expect(head.getByRole('button', { name: '撤下' })).toHaveCount(left)
    }
    await nobody.goto(`/suggestions/${id}`)
    await expect(nobody.getByRole('heading', { level: 1 })).toHaveText('已撤回')
    await expect(nobody.getByText('代表要求撤回')).toBeVisible()
    await expect(nobody.getByText(title)).toHaveCount(0)
    await look(nobody, 'marks-withdrawn')
  })
  await nobody.context().close()
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
