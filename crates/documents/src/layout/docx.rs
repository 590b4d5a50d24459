//! DOCX by docx-rs. The file names the office fonts (仿宋_GB2312 and so on); Word or WPS supplies them.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, FieldCharType, Footer, InstrPAGEREF, InstrText, LineSpacing,
    LineSpacingType, PageMargin, PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition,
    ParagraphBorders, Run, RunFonts, SpecialIndentType, Style, StyleType, Tab, TabLeaderType, TabValueType,
};

use super::{Block, Document, check, docx_table};
use crate::DocumentError;

pub(super) const FANGSONG: &str = "仿宋_GB2312";
const KAITI: &str = "楷体_GB2312";
pub(super) const HEITI: &str = "黑体";
const SONGTI: &str = "宋体";
const XIAOBIAOSONG: &str = "方正小标宋简体";

/// Twentieths of a point.
const TWIPS_PER_POINT: f64 = 20.0;
/// 28.8 pt between lines: 22 lines on 225 mm.
const LINE_PITCH: i32 = 576;
/// Width of the text block, 156 mm.
pub(super) const TEXT_WIDTH: usize = 8845;
/// The red of a masthead.
const RED: &str = "D7000F";

// Half points, as Word counts type sizes.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
pub(super) const SIZE_4: usize = 28;
const SIZE_SMALL_2: usize = 36;
/// 五号
pub(super) const SIZE_5: usize = 21;

pub(super) fn twips_of_mm(mm: f64) -> i32 {
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

    let chapters = chapters(document);
    if !chapters.is_empty() {
        docx = docx.add_style(heading_style(1)).add_style(heading_style(2));
    }
    let mut chapter = 0;
    // The space before a block that follows a page break belongs to its first paragraph.
    let mut on_new_page = false;
    for block in &document.blocks {
        if matches!(block, Block::PageBreak | Block::NextDocument) {
            on_new_page = true;
            continue;
        }
        if on_new_page {
            docx = docx.add_paragraph(line().page_break_before(true).line_spacing(tight()));
            on_new_page = false;
        }
        match block {
            Block::Contents { text } => docx = add_contents(docx, text, &chapters),
            Block::Chapter { text, level } => {
                chapter += 1;
                docx = docx.add_paragraph(chapter_line(text, *level, chapter));
            }
            _ => docx = add(docx, block),
        }
    }

    let mut parts = docx.build();
    docx_table::repeat_heads(&mut parts.document);
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|e| DocumentError::Docx(e.to_string()))?;
    Ok(bytes.into_inner())
}

/// Chapters in order, with their levels.
fn chapters(document: &Document) -> Vec<(&str, u8)> {
    let chapters = document.blocks.iter().filter_map(|block| match block {
        Block::Chapter { text, level } => Some((text.as_str(), *level)),
        _ => None,
    });
    chapters.collect()
}

fn heading_style(level: usize) -> Style {
    Style::new(format!("Heading{level}"), StyleType::Paragraph).name(format!("heading {level}"))
}

fn bookmark(chapter: usize) -> String {
    format!("_Toc{chapter:06}")
}

fn chapter_line(text: &str, level: u8, chapter: usize) -> Paragraph {
    let (font, size) = if level == 1 { (HEITI, SIZE_2) } else { (XIAOBIAOSONG, SIZE_SMALL_2) };
    line()
        .style(&format!("Heading{level}"))
        .outline_lvl(usize::from(level.saturating_sub(1)))
        .align(AlignmentType::Center)
        .keep_next(true)
        .line_spacing(
            LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(LINE_PITCH).before(200).after(120),
        )
        .add_bookmark_start(chapter, bookmark(chapter))
        .add_run(run(text, font, size))
        .add_bookmark_end(chapter)
}

/// 目录: a line for each chapter with a field that the office program fills in with its page.
fn add_contents(mut docx: Docx, title: &str, chapters: &[(&str, u8)]) -> Docx {
    docx = add(docx, &Block::Title { text: title.to_owned() });
    for (place, (text, level)) in chapters.iter().enumerate() {
        let font = if *level == 1 { HEITI } else { FANGSONG };
        let reference = InstrPAGEREF::new(bookmark(place + 1)).hyperlink();
        let number = run("", FANGSONG, SIZE_4)
            .add_field_char(FieldCharType::Begin, true)
            .add_instr_text(InstrText::PAGEREF(reference))
            .add_field_char(FieldCharType::Separate, false)
            .add_text("　")
            .add_field_char(FieldCharType::End, false);
        let indent = if *level == 1 { 0 } else { 280 };
        let paragraph = line()
            .indent(Some(indent), None, Some(600), None)
            .add_tab(Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(TEXT_WIDTH))
            .add_run(run(text, font, SIZE_4))
            .add_run(Run::new().add_tab())
            .add_run(number);
        docx = docx.add_paragraph(paragraph);
    }
    docx
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
        Block::Table { columns, rows } => docx.add_table(docx_table::form(columns, rows)),
        Block::Grid { columns, rows } => {
            docx.add_table(docx_table::grid(columns, rows)).add_paragraph(line().line_spacing(tight()))
        }
        Block::Code { caption, .. } => {
            docx.add_paragraph(add_lines(line().align(AlignmentType::Right), caption, FANGSONG, SIZE_5))
        }
        Block::Note { text } => docx.add_paragraph(add_lines(line(), text, FANGSONG, SIZE_4)),
        // Taken by the caller.
        Block::PageBreak | Block::NextDocument | Block::Contents { .. } | Block::Chapter { .. } => docx,
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
pub(super) fn add_lines(mut paragraph: Paragraph, text: &str, font: &str, half_points: usize) -> Paragraph {
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
