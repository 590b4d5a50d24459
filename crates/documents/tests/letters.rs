//! Letters and papers as files: what can be read out of them is what was put in.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use documents::DocumentError;
use documents::fonts::FontLibrary;
use documents::letter::PointAnswer;
use documents::letter::samples::{reply_letter, suggestion_paper};
use domain::suggestion::PublishAttribute;

static FONTS: LazyLock<FontLibrary> = LazyLock::new(|| {
    FontLibrary::from_dirs(&["/usr/share/fonts", "/usr/local/share/fonts"]).expect("install fonts-noto-cjk")
});

/// All text of a PDF, page by page, without the spaces and line ends that layout adds.
fn pdf_pages(bytes: &[u8]) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(bytes).expect("a readable PDF");
    (1u32..=pdf.get_pages().len() as u32)
        .map(|page| {
            let text = pdf.extract_text(&[page]).expect("text with ToUnicode maps");
            text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
        })
        .collect()
}

fn docx_part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut out = String::new();
    zip.by_name(name).expect("part present").read_to_string(&mut out).expect("UTF-8");
    out
}

/// Text of a Word document, one line a paragraph, entities decoded.
fn docx_text(bytes: &[u8]) -> String {
    let xml = docx_part(bytes, "word/document.xml");
    let mut out = String::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("well-formed XML");
        if tag.starts_with("w:t ") || tag == "w:t" {
            out.push_str(text);
        } else if tag == "/w:p" {
            out.push('\n');
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn the_letter_says_everything_it_must() {
    let letter = reply_letter();
    let pages = pdf_pages(&letter.to_pdf(&FONTS).expect("PDF"));
    let all = pages.concat();
    let word = docx_text(&letter.to_docx().expect("DOCX"));
    for needed in [
        "泗住建复〔2026〕5号",
        "签发人：局长（演示）",
        "对县十八届人大五次会议第063号建议的答复",
        "演知秋、例云帆代表：",
        "您提出的《关于加快实施泗州大街雨污分流改造的建议》（县十八届人大五次会议第063号建议）收悉，现答复如下：",
        "一、关于第1条意见“将泗州大街列入年度雨污分流改造计划”",
        "二、关于第2条意见",
        "三、协办单位意见",
        "（一）县财政局",
        "感谢您对我们工作的关心和支持",
        "泗安县住房和城乡建设局（演示）",
        "2026年5月1日",
        "（印）",
        "（联系人：测试员，联系电话：0527-00000000）",
        "公开属性：主动公开",
        "抄送：县人大常委会代表工作委员会，县人民政府办公室（督查室）。",
        "代表建议办理情况征询意见表",
        "□满意",
    ] {
        assert!(all.contains(needed), "{needed} is not in the PDF: {all}");
        assert!(word.contains(needed), "{needed} is not in the Word file: {word}");
    }
    assert!(pages[0].starts_with('A'), "category letter first, at the top right: {}", pages[0]);
    assert!(pages[0].contains("—1—") && pages[1].contains("—2—"), "page numbers between dashes");
    assert_eq!(pages.len(), 4, "the letter takes two pages, each copy of its form one");
}

#[test]
fn what_is_not_given_is_not_printed() {
    let mut letter = reply_letter();
    letter.doc_no = None;
    letter.category_letter = None;
    letter.signer = None;
    letter.seal_applied = false;
    letter.feedback_form = None;
    letter.co_opinions.clear();
    letter.publish = PublishAttribute::No;
    letter.publish_reason = Some("涉及第三方商业秘密".into());
    let all = pdf_pages(&letter.to_pdf(&FONTS).expect("PDF")).concat();
    for absent in ["〔", "签发人", "（印）", "征询意见表", "协办单位意见"] {
        assert!(!all.contains(absent), "{absent} must not be printed: {all}");
    }
    assert!(all.starts_with("泗安县住房"), "{all}");
    assert!(all.contains("公开属性：不予公开（理由：涉及第三方商业秘密）"));
}

#[test]
fn the_paper_numbers_its_proposals() {
    let paper = suggestion_paper();
    let all = pdf_pages(&paper.to_pdf(&FONTS).expect("PDF")).concat();
    let word = docx_text(&paper.to_docx().expect("DOCX"));
    for needed in [
        "建议、批评和意见专用纸",
        "第063号",
        "例云帆（第二代表团）、样清和（第一代表团）（共2人）",
        "一、基本情况",
        "二、原因分析",
        "三、具体意见建议",
        "1．将泗州大街列入年度雨污分流改造计划。",
        "2．推进沿街餐饮门店",
        "领衔代表（签名）：",
        "2026年1月12日",
        "同意全文公开",
    ] {
        assert!(all.contains(needed), "{needed} is not in the PDF: {all}");
        assert!(word.contains(needed), "{needed} is not in the Word file: {word}");
    }
}

#[test]
fn a_paper_without_analysis_closes_the_gap_in_its_headings() {
    let mut paper = suggestion_paper();
    paper.analysis = "  \n".into();
    let all = pdf_pages(&paper.to_pdf(&FONTS).expect("PDF")).concat();
    assert!(all.contains("二、具体意见建议") && !all.contains("三、"), "{all}");
}

#[test]
fn markup_in_user_text_stays_text() {
    let hostile = "#set page(fill: red) #panic(\"x\") $x^2$ *bold* _em_ `raw` @ref <b> & \"q\" 'a' \\u{41} [x](y) // c /* d */ = h - i + j {{k}} ]]>";
    let mut letter = reply_letter();
    letter.unit_name = "局 #[*单位*]".into();
    letter.suggestion_title = "关于$x$与#y的<建议>".into();
    letter.body = hostile.into();
    letter.answers[0].proposal = Some("#eval(\"1+1\") & <w:t>".into());
    letter.contact_name = "*张*".into();
    let squeezed: String = hostile.chars().filter(|c| !c.is_whitespace()).collect();
    let all = pdf_pages(&letter.to_pdf(&FONTS).expect("PDF")).concat();
    let word = docx_text(&letter.to_docx().expect("DOCX"));
    assert!(all.contains(&squeezed), "{all}");
    assert!(word.contains(hostile), "{word}");
    for needed in ["《关于$x$与#y的<建议>》", "#eval(\"1+1\")&<w:t>", "*张*"] {
        assert!(all.contains(needed), "{needed} is not in {all}");
    }
    assert!(word.contains("“#eval(\"1+1\") & <w:t>”"));
    assert!(word.contains("局 #[*单位*]"));
}

#[test]
fn rare_characters_and_emoji_survive() {
    // Extension B, a ZWJ emoji, a decomposed accent, right-to-left text, a tab.
    let text = "𠮷𡈽𪚥村的👨\u{200D}👩\u{200D}👧家庭 Ame\u{301}lie שלום\tＡ１";
    let mut letter = reply_letter();
    letter.body = text.into();
    letter.to_pdf(&FONTS).expect("a PDF although no font has every glyph");
    assert!(docx_text(&letter.to_docx().expect("DOCX")).contains(text));
}

#[test]
fn control_characters_are_refused_and_named() {
    for bad in ['\0', '\u{8}', '\u{1B}', '\u{FFFF}'] {
        let mut letter = reply_letter();
        letter.answers[0].answer = format!("前{bad}后");
        for result in [letter.to_pdf(&FONTS), letter.to_docx()] {
            match result {
                Err(DocumentError::ForbiddenCharacter { field, code_point }) => {
                    assert_eq!(code_point, bad as u32);
                    assert!(field.starts_with("blocks.") && field.ends_with(".text"), "{field}");
                }
                other => panic!("U+{:04X} gave {other:?}", bad as u32),
            }
        }
    }
    let mut letter = reply_letter();
    letter.body = "长".repeat(documents::layout::MAX_CHARS);
    assert!(matches!(letter.to_pdf(&FONTS), Err(DocumentError::TooLong { .. })));
}

#[test]
fn long_bodies_and_thirty_answers_fill_pages() {
    let mut letter = reply_letter();
    letter.body = "漕".repeat(5000);
    letter.answers = (1..=30)
        .map(|n| PointAnswer {
            proposal_no: n,
            proposal: Some(format!("意见{n}")),
            answer: format!("已办理第{n}项。"),
        })
        .collect();
    let pages = pdf_pages(&letter.to_pdf(&FONTS).expect("PDF"));
    let all = pages.concat();
    // 22 lines of 28 characters hold 616 characters: 5,000 of them need nine pages.
    assert!(pages.len() >= 11 && pages.len() <= 14, "{} pages", pages.len());
    assert_eq!(all.matches('漕').count(), 5000, "not one character lost at a page break");
    assert!(all.contains("三十、关于第30条意见“意见30”") && all.contains("三十一、协办单位意见"));
    letter.to_docx().expect("DOCX");
}

#[test]
fn a_page_holds_22_lines_of_28_characters() {
    let mut letter = reply_letter();
    letter.body = "汉".repeat(616 * 4);
    let pages = pdf_pages(&letter.to_pdf(&FONTS).expect("PDF"));
    assert_eq!(pages[1].matches('汉').count(), 616, "a full page by GB/T 9704-2012");
}

#[test]
fn words_without_breaks_stay_on_the_paper() {
    let address = format!("https://example.invalid/{}", "a".repeat(400));
    let mut letter = reply_letter();
    letter.body = address.clone();
    let all = pdf_pages(&letter.to_pdf(&FONTS).expect("PDF")).concat();
    assert!(all.contains(&address), "broken over lines, not cut: {all}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let letter = reply_letter();
    let (pdf, docx) = (letter.to_pdf(&FONTS).expect("PDF"), letter.to_docx().expect("DOCX"));
    // From another thread and after other documents: no counter or cache may show through.
    std::thread::spawn(move || {
        let other = suggestion_paper();
        other.to_pdf(&FONTS).expect("PDF");
        other.to_docx().expect("DOCX");
        let again = reply_letter();
        assert!(again.to_pdf(&FONTS).expect("PDF") == pdf, "PDF differs");
        assert!(again.to_docx().expect("DOCX") == docx, "DOCX differs");
    })
    .join()
    .expect("thread");
}

#[test]
fn the_word_file_has_the_page_and_the_office_fonts() {
    let bytes = reply_letter().to_docx().expect("DOCX");
    let document = docx_part(&bytes, "word/document.xml");
    for needed in [
        "w:top=\"2098\"",
        "w:left=\"1587\"",
        "w:right=\"1474\"",
        "w:bottom=\"1984\"",
        "w:w=\"11906\" w:h=\"16838\"",
        "方正小标宋简体",
        "仿宋_GB2312",
        "黑体",
        "楷体_GB2312",
        "w:line=\"576\" w:lineRule=\"exact\"",
    ] {
        assert!(document.contains(needed), "{needed} is not in document.xml");
    }
    assert!(docx_part(&bytes, "word/footer1.xml").contains("PAGE"));
    assert!(docx_part(&bytes, "docProps/core.xml").contains("2026-04-24T03:06:40Z"));
}

#[test]
fn the_pdf_is_archival_and_dated_by_its_input() {
    let bytes = reply_letter().to_pdf(&FONTS).expect("PDF");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "PDF/A-2");
    assert!(text.contains("2026-04-24T03:06:40"), "the instant that was passed in");
}
