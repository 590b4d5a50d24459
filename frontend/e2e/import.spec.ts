import type { Page } from '@playwright/test'
import { moveClock } from './clock'
import { propose, release } from './course'
import { download, freshNumber } from './steps'
import { expect, look, test } from './fixtures'
import { People } from './people'
import { answered, rated, started, talked } from './ready'
import { workbook } from './workbook'

const WEEK = { phone: '2026-06-1', wide: '2026-06-2' } as Record<string, string>

/** A handover ledger as offices keep it: title above the header, sections, subtotals, spaced names, a hidden sheet. */
function ledger(lead: string, number: number, run: string, day: string) {
  const [year, month, date] = day.split('-').map(Number)
  // The day as a table program counts it when nobody told it that it is one.
  const serial = (Date.parse(day) - Date.parse('1899-12-30')) / 86_400_000
  const title = (what: string) => `关于整修第${run}号${what}的建议`
  const titles = { first: title('路'), second: title('桥'), third: title('井') }
  const spaced = [...lead].join(' ')
  const rows = [
    ['泗安县十八届人大五次会议代表建议交办清单'],
    ['序号', '编号', '标题', '谁提的', '主办单位', '交办日期', '是否同意公开', '情况', '具体建议'],
    ['一、城建交通类（3件）'],
    [
      '1',
      `第${number}号`,
      titles.first,
      spaced,
      '住房和城乡建设局',
      `${year}年${month}月${date}日`,
      '同意全文公开',
      '路面破损。',
      '1.修补路面。2.补划标线。',
    ],
    [
      '2',
      `${number + 1}号`,
      `《${titles.second}》`,
      lead,
      '住建局',
      `${year}/${month}/${date}`,
      '仅公开标题',
      '桥栏松动。',
      '加固桥栏。',
    ],
    ['3', number + 2, titles.third, lead, '交通运输局', serial, '不公开', '井盖缺失。', '补齐井盖。'],
    ['小计', null, '3件'],
    ['4', `第${number}号`, titles.first, lead, '住房和城乡建设局', day],
    ['5', `第${number + 7}号`, title('站'), null, '县火箭局', day],
    ['合计', null, '5件'],
  ]
  const sheets = [
    { name: '交办清单', rows, merged: ['A1:I1', 'A3:I3'] },
    {
      name: 'Sheet2',
      hidden: true,
      rows: [
        ['编号', '标题'],
        ['999', '关于隐藏工作表的建议'],
      ],
    },
  ]
  return { titles, file: { name: '交办清单.xlsx', mimeType: XLSX, buffer: workbook(sheets) } }
}
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function upload(clerk: Page, file: ReturnType<typeof ledger>['file']) {
  await clerk.goto('/desk/imports')
  await clerk.getByLabel('代表建议台账').check()
  await clerk.locator('input[type=file]').setInputFiles(file)
  await clerk.getByRole('button', { name: '上传并识别' }).click()
  await expect(clerk.getByRole('heading', { name: '各列的含义' })).toBeVisible()
}

test('a messy ledger is imported, and one of its suggestions becomes public', async ({ browser }, info) => {
  test.setTimeout(240_000)
  const week = WEEK[info.project.name] ?? '2026-06-1'
  await moveClock(`${week}6T09:00:00+08:00`)
  const people = new People(browser)
  const run = freshNumber()
  const deputy = await people.as('deputy')
  const lead = (await deputy.getByRole('heading', { level: 1 }).innerText()).replace('代表，您好', '')
  const { titles, file } = ledger(lead, 1000 + (Number(run) % 8_000_000), run, `${week}6`)
  const clerk = await people.as('clerk')

  await test.step('a column that was not recognised is given its meaning', async () => {
    await upload(clerk, file)
    await expect(clerk.getByText(/还没有对应的必填字段：领衔代表/)).toBeVisible()
    await look(clerk, 'import-mapping')
    await clerk.getByLabel('谁提的 列对应的字段').selectOption({ label: '领衔代表 *' })
    await expect(clerk.getByText(/还没有对应的必填字段/)).toBeHidden()
    await clerk.getByRole('button', { name: '预检' }).click()
    await expect(clerk.getByText('可导入 3 行')).toBeVisible()
  })

  await test.step('what is refused is told with the sheet’s row and why; nothing is written yet', async () => {
    await expect(clerk.getByText('有误 1 行')).toBeVisible()
    await expect(clerk.getByText('重复 1 行')).toBeVisible()
    const refused = clerk.getByRole('row').filter({ hasText: '火箭局' })
    await expect(refused.getByRole('cell').first()).toContainText('9')
    await expect(refused).toContainText('领衔代表')
    await expect(refused).toContainText('主办单位')
    await look(clerk, 'import-report')
    await expect(clerk.getByRole('button', { name: '导入 3 行' })).toBeDisabled()
    await download(clerk.getByRole('button', { name: '导出' }), '{')
  })

  await test.step('the good rows are written', async () => {
    await clerk.getByLabel('只导入没有错误的 3 行').check()
    await clerk.getByRole('button', { name: '导入 3 行' }).click()
    await expect(clerk.getByText('已导入 3 行').first()).toBeVisible()
    await look(clerk, 'import-written')
  })

  await test.step('the same file again changes nothing', async () => {
    await upload(clerk, file)
    await clerk.getByLabel('谁提的 列对应的字段').selectOption({ label: '领衔代表 *' })
    await clerk.getByRole('button', { name: '预检' }).click()
    await expect(clerk.getByText('重复 4 行')).toBeVisible()
    await expect(clerk.getByText('可导入 0 行')).toBeVisible()
    await expect(clerk.getByRole('button', { name: '导入 0 行' })).toBeDisabled()
  })

  const title = titles.first
  await deputy.goto('/d/suggestions')
  await deputy.getByRole('searchbox').fill(title)
  await deputy.getByRole('article').getByRole('link', { name: title }).click()
  await expect(deputy.getByRole('heading', { level: 1 })).toHaveText(title)
  const course = { people, id: deputy.url().split('/').at(-1) ?? '', title, day: `${week}6` }
  await test.step('it goes on like any other', async () => {
    await started(course.id)
    await moveClock(`${week}6T15:00:00+08:00`)
    await talked(course.id, `${week}6T10:00:00+08:00`)
    const answers = ['路面已经修补。', '标线已经补划。']
    await answered(course.id, { proposals: answers }, '2026-12-31', { answers })
    await rated(course.id, `${week}6`)
    await propose(course, ['标题', '答复全文'])
    await release(course, ['标题', '答复全文'])
  })
  await test.step('everybody can read what was released, and no more', async () => {
    const nobody = await people.window()
    await nobody.goto(`/suggestions/${course.id}`)
    await expect(nobody.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(nobody.getByText('路面已经修补。')).toBeVisible()
    await expect(nobody.getByText('路面破损。')).toHaveCount(0)
    await look(nobody, 'import-public')
    await nobody.context().close()
  })
  await people.leave()
  expect(people.wrong, 'script errors and CSP violations').toEqual([])
})
