//! Tables of Word files.

use docx_rs::{
    AlignmentType, HeightRule, LineSpacing, LineSpacingType, Paragraph, Table, TableCell, TableLayoutType,
    TableRow, VAlignType, WidthType,
};

use super::docx::{FANGSONG, HEITI, SIZE_4, SIZE_5, TEXT_WIDTH, add_lines, twips_of_mm};
use super::{Cell, GridColumn};

/// 小五, for tables of many columns.
const SIZE_SMALL_5: usize = 18;

/// A table of data, its head marked for [`repeat_heads`].
pub(super) fn grid(columns: &[GridColumn], rows: &[Vec<String>]) -> Table {
    let total: u32 = columns.iter().map(|column| column.width).sum::<u32>().max(1);
    let width = |column: &GridColumn| TEXT_WIDTH * column.width as usize / total as usize;
    let size = if columns.len() > 9 { SIZE_SMALL_5 } else { SIZE_5 };
    let cell = |column: &GridColumn, text: &str, font: &str, align: AlignmentType| {
        let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(280).before(30).after(30);
        let paragraph = add_lines(Paragraph::new().align(align).line_spacing(spacing), text, font, size);
        let cell = TableCell::new().width(width(column), WidthType::Dxa);
        cell.vertical_align(VAlignType::Center).add_paragraph(paragraph)
    };
    let head =
        columns.iter().map(|column| cell(column, &column.head, HEITI, AlignmentType::Center)).collect();
    let mut all = vec![TableRow::new(head).cant_split()];
    for row in rows {
        let cells = columns.iter().zip(row).map(|(column, text)| {
            let align = if column.text { AlignmentType::Left } else { AlignmentType::Center };
            cell(column, text, FANGSONG, align)
        });
        all.push(TableRow::new(cells.collect()));
    }
    if let (true, Some(first)) = (rows.is_empty(), columns.first()) {
        let none = cell(first, "无", FANGSONG, AlignmentType::Center);
        all.push(TableRow::new(vec![none.width(TEXT_WIDTH, WidthType::Dxa).grid_span(columns.len())]));
    }
    let widths: Vec<usize> = columns.iter().map(width).collect();
    Table::new(all).set_grid(widths).layout(TableLayoutType::Fixed).width(TEXT_WIDTH, WidthType::Dxa)
}

/// Has the heads of data tables repeated on every page. The writer of Word files knows no such mark; the only rows that may
/// not be split are those heads.
pub(super) fn repeat_heads(document: &mut Vec<u8>) {
    const MARK: &str = "<w:cantSplit />";
    let Ok(text) = std::str::from_utf8(document) else { return };
    if text.contains(MARK) {
        *document = text.replace(MARK, "<w:cantSplit /><w:tblHeader />").into_bytes();
    }
}

/// A form (表), its labels in 黑体.
pub(super) fn form(columns: &[u32], rows: &[Vec<Cell>]) -> Table {
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
