//! Forms, reports and collections as files: both kinds say the same, heads of long tables repeat, contents name pages.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use documents::fonts::FontLibrary;
use documents::form::samples as forms;
use documents::layout::{Block, Document, GridColumn};
use documents::letter::samples::reply_letter;
use documents::report::samples as reports;

static FONTS: LazyLock<FontLibrary> = LazyLock::new(|| {
    FontLibrary::from_dirs(&["/usr/share/fonts", "/usr/local/share/fonts"]).expect("install fonts-noto-cjk")
});

fn pages(bytes: &[u8]) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(bytes).expect("a readable PDF");
    (1u32..=pdf.get_pages().len() as u32)
        .map(|page| {
            let text = pdf.extract_text(&[page]).expect("text with ToUnicode maps");
            text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
        })
        .collect()
}

fn xml(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip file");
    let mut out = String::new();
    zip.by_name("word/document.xml").expect("the text").read_to_string(&mut out).expect("UTF-8");
    out
}

fn words(docx: &[u8]) -> String {
    let xml = xml(docx);
    let texts = xml.split('<').skip(1).filter_map(|piece| piece.split_once('>'));
    let texts = texts.filter(|(tag, _)| *tag == "w:t" || tag.starts_with("w:t "));
    texts.flat_map(|(_, text)| text.chars()).filter(|c| !c.is_whitespace()).collect()
}

fn says(document: &Document, needed: &[&str]) -> Vec<String> {
    let pdf = pages(&document.to_pdf(&FONTS).expect("PDF"));
    let all = pdf.concat();
    let word = words(&document.to_docx().expect("DOCX"));
    for part in needed {
        assert!(all.contains(part), "{part} is not in the PDF: {all}");
        assert!(word.contains(part), "{part} is not in the Word file: {word}");
    }
    pdf
}

#[test]
fn forms_fit_on_one_page_and_say_the_same_in_both_files() {
    let pdf = says(
        &forms::notice().document(),
        &[
            "县人大常委会代表工作委员会",
            "〔2026〕",
            "关于催办县十八届人大五次会议第063号建议的函",
            "已超过期限5天",
            "抄送：",
        ],
    );
    assert_eq!(pdf.len(), 1, "{pdf:?}");
    let pdf = says(
        &forms::send_back().document(),
        &[
            "代表建议退办申请单",
            "三定方案",
            "不同意退办",
            "道路管网改造由你局牵头",
            "演督查",
            "2026年3月11日",
        ],
    );
    assert_eq!(pdf.len(), 1, "{pdf:?}");
    let pdf = says(
        &forms::extension().document(),
        &["代表建议延期答复申请表", "2026年7月15日", "（签章）", "2026年9月7日前答复"],
    );
    assert_eq!(pdf.len(), 1, "{pdf:?}");
    let pdf = says(
        &forms::contact().document(),
        &[
            "面复（沟通）记录",
            "副局长演分管（分管负责人）",
            "确认情况属实",
            "提出：本人未到现场。",
            "现场照片.jpg",
        ],
    );
    assert_eq!(pdf.len(), 1, "{pdf:?}");
    says(&forms::docket().document(), &["卷内目录", "02答复函.pdf", "48KB", "交办→已交办(待签收)"]);
    assert!(forms::docket().checksums().ends_with("a08  02 答复函.pdf\n"));
}

#[test]
fn an_empty_form_has_places_to_write_in() {
    let mut form = forms::contact();
    (form.at, form.summary, form.kind, form.place) = Default::default();
    form.people.clear();
    form.deputies.clear();
    form.answers.clear();
    form.evidence.clear();
    let pdf = says(&form.document(), &["□上门走访", "□情况属实", "代表签名："]);
    assert_eq!(pdf.len(), 1, "{pdf:?}");
}

#[test]
fn long_texts_and_rare_characters_break_over_pages_and_lose_nothing() {
    let mut form = forms::send_back();
    form.reason = "依据三定方案，雨水泵站由县水利局建设管理。".repeat(95);
    form.matter.lead_deputy = "𠮷𡈽".into();
    form.unit = "泗安县住房和城乡建设局房地产市场监督管理与住房保障综合服务中心（演示）".into();
    form.matter.title =
        "关于加快实施泗州大街等十二条城区主干道雨污分流改造并同步推进老旧小区管网更新的建议".into();
    let pdf = says(&form.document(), &["𠮷𡈽"]);
    assert!(pdf.len() > 1);
    assert_eq!(pdf.concat().matches("依据三定方案").count(), 95);
    // Nothing known at all is a form too.
    let empty = documents::form::SendBackForm {
        matter: Default::default(),
        unit: String::new(),
        role: String::new(),
        assigned_on: None,
        ask_until: None,
        reason: String::new(),
        suggested_unit: String::new(),
        signed_by: String::new(),
        requested_on: None,
        decided_by_whom: String::new(),
        decision: None,
        new_unit: String::new(),
        rendered_at: form.rendered_at,
    };
    says(&empty.document(), &["代表建议退办申请单"]);
}

#[test]
fn long_tables_repeat_their_heads_in_both_files() {
    let report = reports::acceptance();
    let pdf = says(
        &report.document(),
        &[
            "立案120件（其中代表议案转为建议2件），并案3件，退回修改1件，不作建议处理1件",
            "城建交通方面70件",
            "附件1",
            "附件2",
            "另有2件按规定不列入目录",
        ],
    );
    let with_rows = pdf.iter().filter(|page| page.contains("片区老旧小区")).count();
    let with_heads = pdf
        .iter()
        .filter(|page| page.contains("片区老旧小区") && page.contains("编号标题领衔代表类别承办单位"))
        .count();
    assert!(with_rows > 3, "the list is long");
    assert_eq!(with_rows, with_heads, "every page of the list has its head");
    let xml = xml(&report.document().to_docx().expect("DOCX"));
    assert_eq!(xml.matches("<w:tblHeader").count(), 4, "one head for each table of data");
}

#[test]
fn a_table_without_rows_says_so() {
    let document = Document {
        title: "空".into(),
        author: String::new(),
        rendered_at: chrono::DateTime::UNIX_EPOCH,
        blocks: vec![Block::Grid {
            columns: vec![GridColumn::centred("编号", 1), GridColumn::text("标题", 3)],
            rows: Vec::new(),
        }],
    };
    says(&document, &["编号标题无"]);
}

#[test]
fn reports_print_shares_with_what_they_count() {
    says(
        &reports::bulletin().document(),
        &[
            "代表建议办理情况通报",
            "2026年第5期",
            "已答复55.0%（66/120）",
            "逾期未答复3件",
            "黄牌",
            "—（暂无基数）",
            "第40局（演示）",
        ],
    );
    says(
        &reports::yearly().document(),
        &[
            "关于2026年度代表建议、批评和意见",
            "办成率75.0%（90/120）",
            "2025年同期",
            "附件3",
            "客运科",
            "2项到期承诺未按时兑现",
            "另有1件按规定不列入",
        ],
    );
}

#[test]
fn a_book_has_contents_with_the_pages_on_which_its_matters_are() {
    let pdf = pages(&reports::collection(30).document().to_pdf(&FONTS).expect("PDF"));
    let contents: String =
        pdf.iter().skip(1).take_while(|page| !page.contains("【建议】")).cloned().collect();
    assert!(contents.contains("目录") && contents.contains("城建交通"), "{contents}");
    for number in [1, 2, 29, 30] {
        let title = format!("关于加快推进第{number}片区老旧小区改造的建议");
        let place =
            pdf.iter().rposition(|page| page.contains(&title) && page.contains("【建议】")).expect("printed");
        let after = contents
            .split(&title)
            .nth(1)
            .unwrap_or_else(|| panic!("{title} is not in the contents: {contents}"));
        let digits: String = after.trim_start_matches('.').chars().take_while(char::is_ascii_digit).collect();
        assert_eq!(digits, (place + 1).to_string(), "{title}: {after}");
        assert!(pdf[place].contains(&format!("—{}—", place + 1)), "the page bears its number");
    }
    let docx = reports::collection(30).document().to_docx().expect("DOCX");
    let xml = xml(&docx);
    assert_eq!(xml.matches("PAGEREF _Toc").count(), 32, "a field for each chapter");
    assert_eq!(xml.matches("<w:bookmarkStart").count(), 32);
}

#[test]
fn documents_in_one_file_are_numbered_from_one_each() {
    let parts = (1..=3).map(|_| reply_letter().document()).collect();
    let merged = Document::merged("答复函", parts, reply_letter().rendered_at);
    let pdf = pages(&merged.to_pdf(&FONTS).expect("PDF"));
    let each = pages(&reply_letter().to_pdf(&FONTS).expect("PDF"));
    assert_eq!(pdf.len(), 3 * each.len());
    for (place, page) in pdf.iter().enumerate() {
        assert_eq!(*page, each[place % each.len()], "page {place}");
    }
    assert_eq!(merged.to_pdf(&FONTS).expect("PDF"), merged.to_pdf(&FONTS).expect("PDF"), "the same bytes");
}
