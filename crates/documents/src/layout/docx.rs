//! DOCX by docx-rs. The file names the office fonts (仿宋_GB2312 and so on); Word or WPS supplies them.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Footer, HeightRule, LineSpacing, LineSpacingType, PageMargin,
    PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts,
    SpecialIndentType, Tab, TabValueType, Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{Block, Cell, Document, check};
use crate::DocumentError;

const FANGSONG: &str = "仿宋_GB2312";
const KAITI: &str = "楷体_GB2312";
const HEITI: &str = "黑体";
const SONGTI: &str = "宋体";
const XIAOBIAOSONG: &str = "方正小标宋简体";

/// Twentieths of a point.
const TWIPS_PER_POINT: f64 = 20.0;
/// 28.8 pt between lines: 22 lines on 225 mm.
const LINE_PITCH: i32 = 576;
/// Width of the text block, 156 mm.
const TEXT_WIDTH: usize = 8845;
/// The red of a masthead.
const RED: &str = "D7000F";

// Half points, as Word counts type sizes.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;

fn twips_of_mm(mm: f64) -> i32 {
    (mm / 25.4 * 72.0 * TWIPS_PER_POINT).round() as i32
}

pub(super) fn render(document: &Document) -> Result<Vec<u8>, DocumentError> {
    let model = serde_json::to_value(document).map_err(|e| DocumentError::Docx(e.to_string()))?;
    check::check(&model)?;

    let stamp = document.rendered_at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut docx = Docx::new()
        .created_at(&stamp)
        .updated_at(&stamp)
        .page_size(twips_of_mm(210.0) as u32, twips_of_mm(297.0) as u32)
        .page_margin(
            PageMargin::new()
                .top(twips_of_mm(37.0))
                .left(twips_of_mm(28.0))
                .right(twips_of_mm(26.0))
                .bottom(twips_of_mm(35.0))
                .header(twips_of_mm(15.0))
                .footer(twips_of_mm(25.0))
                .gutter(0),
        )
        .default_size(SIZE_3)
        .default_fonts(fonts(FANGSONG))
        .footer(page_number(AlignmentType::Right))
        .even_footer(page_number(AlignmentType::Left));

    // The space before a block that follows a page break belongs to its first paragraph.
    let mut on_new_page = false;
    for block in &document.blocks {
        if *block == Block::PageBreak {
            on_new_page = true;
            continue;
        }
        if on_new_page {
            docx = docx.add_paragraph(line().page_break_before(true).line_spacing(tight()));
            on_new_page = false;
        }
        docx = add(docx, block);
    }

    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|e| DocumentError::Docx(e.to_string()))?;
    Ok(bytes.into_inner())
}

fn add(docx: Docx, block: &Block) -> Docx {
    match block {
        Block::CornerMark { text } => {
            docx.add_paragraph(line().align(AlignmentType::Right).add_run(run(text, HEITI, SIZE_2)))
        }
        Block::Masthead { text } => {
            // 430 pt are shared by the characters, at most 34 pt each.
            let points = (430 / text.chars().count().max(1)).clamp(16, 34);
            let paragraph = line()
                .align(AlignmentType::Center)
                .line_spacing(LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(LINE_PITCH))
                .add_run(run(text, XIAOBIAOSONG, points * 2).color(RED));
            docx.add_paragraph(paragraph)
        }
        Block::NumberLine { left, label, value } => {
            let mut paragraph = line()
                .indent(Some(320), None, Some(320), None)
                .add_tab(Tab::new().val(TabValueType::Right).pos(TEXT_WIDTH - 320))
                .add_run(run(left, FANGSONG, SIZE_3));
            if !value.is_empty() {
                paragraph = paragraph
                    .add_run(Run::new().add_tab())
                    .add_run(run(&format!("{label}："), FANGSONG, SIZE_3))
                    .add_run(run(value, KAITI, SIZE_3));
            }
            docx.add_paragraph(paragraph)
        }
        Block::RedRule => {
            docx.add_paragraph(bordered(ParagraphBorderPosition::Top, 18, RED).line_spacing(tight()))
        }
        Block::Title { text } => {
            let spacing =
                LineSpacing::new().line_rule(LineSpacingType::Exact).line(700).before(160).after(200);
            docx.add_paragraph(
                add_lines(line().align(AlignmentType::Center), text, XIAOBIAOSONG, SIZE_2)
                    .line_spacing(spacing),
            )
        }
        Block::Addressee { text } => docx.add_paragraph(add_lines(line(), text, FANGSONG, SIZE_3)),
        Block::Paragraph { text } => docx.add_paragraph(add_lines(indented(), text, FANGSONG, SIZE_3)),
        Block::Heading { text } => {
            docx.add_paragraph(indented().keep_next(true).add_run(run(text, HEITI, SIZE_3)))
        }
        Block::Subheading { text } => {
            docx.add_paragraph(indented().keep_next(true).add_run(run(text, KAITI, SIZE_3)))
        }
        Block::Gap => docx.add_paragraph(line()),
        Block::Signature { lines, date, sealed } => add_signature(docx, lines, date, *sealed),
        Block::Imprint { lines } => add_imprint(docx, lines),
        Block::Table { columns, rows } => docx.add_table(form(columns, rows)),
        Block::Note { text } => docx.add_paragraph(add_lines(line(), text, FANGSONG, SIZE_4)),
        // Taken by the caller.
        Block::PageBreak => docx,
    }
}

fn add_signature(mut docx: Docx, lines: &[String], date: &str, sealed: bool) -> Docx {
    // Centred in the right half of the page, as the typed pair of unit and date stands.
    let place = || {
        line()
            .align(AlignmentType::Center)
            .indent(Some(TEXT_WIDTH as i32 / 2 - 600), None, Some(200), None)
            .keep_next(true)
    };
    for (i, text) in lines.iter().enumerate() {
        let mut paragraph = place().add_run(run(text, FANGSONG, SIZE_3));
        if sealed && i + 1 == lines.len() {
            paragraph = paragraph.add_run(run("（印）", SONGTI, SIZE_3).color(RED));
        }
        docx = docx.add_paragraph(paragraph);
    }
    docx.add_paragraph(place().keep_next(false).add_run(run(date, FANGSONG, SIZE_3)))
}

fn add_imprint(mut docx: Docx, lines: &[String]) -> Docx {
    for (i, text) in lines.iter().enumerate() {
        let mut borders =
            ParagraphBorders::with_empty().set(border(ParagraphBorderPosition::Top, 6, "000000"));
        if i + 1 == lines.len() {
            borders = borders.set(border(ParagraphBorderPosition::Bottom, 6, "000000"));
        }
        let mut paragraph = line()
            .indent(Some(1120), Some(SpecialIndentType::Hanging(840)), Some(280), None)
            .add_run(run(text, FANGSONG, SIZE_4));
        paragraph.property = paragraph.property.set_borders(borders);
        docx = docx.add_paragraph(paragraph);
    }
    docx
}

fn form(columns: &[u32], rows: &[Vec<Cell>]) -> Table {
    let total: u32 = columns.iter().sum::<u32>().max(1);
    let widths: Vec<usize> = columns.iter().map(|c| TEXT_WIDTH * *c as usize / total as usize).collect();
    let rows = rows
        .iter()
        .map(|cells| {
            let mut at = 0;
            let mut height = 0;
            let cells = cells
                .iter()
                .map(|cell| {
                    let end = (at + cell.span as usize).min(widths.len());
                    let width: usize = widths[at.min(end)..end].iter().sum();
                    at = end;
                    height = height.max(cell.height_mm);
                    table_cell(cell, width)
                })
                .collect();
            let row = TableRow::new(cells);
            if height > 0 {
                row.row_height(twips_of_mm(f64::from(height)) as f32).height_rule(HeightRule::AtLeast)
            } else {
                row
            }
        })
        .collect();
    Table::new(rows).set_grid(widths).layout(TableLayoutType::Fixed).width(TEXT_WIDTH, WidthType::Dxa)
}

fn table_cell(cell: &Cell, width: usize) -> TableCell {
    let (font, align) =
        if cell.label { (HEITI, AlignmentType::Center) } else { (FANGSONG, AlignmentType::Left) };
    let paragraph = add_lines(Paragraph::new().align(align), &cell.text, font, SIZE_4);
    let vertical = if cell.height_mm > 0 && !cell.label { VAlignType::Top } else { VAlignType::Center };
    let mut out =
        TableCell::new().width(width, WidthType::Dxa).vertical_align(vertical).add_paragraph(paragraph);
    if cell.span > 1 {
        out = out.grid_span(cell.span as usize);
    }
    out
}

/// A line of the grid: exact pitch, no indent, no snapping to Word's own grid.
fn line() -> Paragraph {
    Paragraph::new()
        .line_spacing(
            LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE_PITCH).before(0).after(0),
        )
        .snap_to_grid(false)
}

fn indented() -> Paragraph {
    line().align(AlignmentType::Both).indent(None, Some(SpecialIndentType::FirstLine(640)), None, None)
}

/// For paragraphs that only carry a rule or a page break.
fn tight() -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(60).before(0).after(0)
}

fn border(position: ParagraphBorderPosition, eighths: usize, color: &str) -> ParagraphBorder {
    ParagraphBorder::new(position).val(BorderType::Single).size(eighths).space(1).color(color)
}

fn bordered(position: ParagraphBorderPosition, eighths: usize, color: &str) -> Paragraph {
    let mut paragraph = line();
    paragraph.property =
        paragraph.property.set_borders(ParagraphBorders::with_empty().set(border(position, eighths, color)));
    paragraph
}

fn fonts(name: &str) -> RunFonts {
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name).cs(name)
}

fn run(text: &str, font: &str, half_points: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(half_points)
}

/// Keeps line breaks inside a paragraph, which a run of text alone would lose.
fn add_lines(mut paragraph: Paragraph, text: &str, font: &str, half_points: usize) -> Paragraph {
    for (i, part) in text.lines().enumerate() {
        let mut piece = run("", font, half_points);
        if i > 0 {
            piece = piece.add_break(BreakType::TextWrapping);
        }
        paragraph = paragraph.add_run(piece.add_text(part));
    }
    paragraph
}

fn page_number(align: AlignmentType) -> Footer {
    let dash = |text: &str| run(text, SONGTI, SIZE_4);
    Footer::new().add_paragraph(
        Paragraph::new()
            .align(align)
            .indent(Some(280), None, Some(280), None)
            .fonts(fonts(SONGTI))
            .size(SIZE_4)
            .add_run(dash("— "))
            .add_page_num(PageNum::new())
            .add_run(dash(" —")),
    )
}
