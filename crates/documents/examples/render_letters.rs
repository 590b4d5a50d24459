//! Writes samples of every form and report into a directory, to look at them, and measures 300 letters: `cargo run -p documents --example render_letters -- OUT FONTDIR…`.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let out = args.next().ok_or("usage: render_letters OUT FONTDIR…")?;
    let dirs: Vec<PathBuf> = args.collect();
    let fonts = documents::fonts::FontLibrary::from_dirs(&dirs)?;
    std::fs::create_dir_all(&out)?;
    let letter = documents::letter::samples::reply_letter();
    std::fs::write(out.join("letter.pdf"), letter.to_pdf(&fonts)?)?;
    std::fs::write(out.join("letter.docx"), letter.to_docx()?)?;
    let paper = documents::letter::samples::suggestion_paper();
    std::fs::write(out.join("paper.pdf"), paper.to_pdf(&fonts)?)?;
    std::fs::write(out.join("paper.docx"), paper.to_docx()?)?;
    let mut all = documents::form::samples::all();
    all.push(("acceptance", documents::report::samples::acceptance().document()));
    all.push(("bulletin", documents::report::samples::bulletin().document()));
    all.push(("yearly", documents::report::samples::yearly().document()));
    all.push(("collection", documents::report::samples::collection(30).document()));
    for (name, document) in all {
        std::fs::write(out.join(format!("{name}.pdf")), document.to_pdf(&fonts)?)?;
        std::fs::write(out.join(format!("{name}.docx")), document.to_docx()?)?;
    }
    three_hundred(&fonts)
}

/// How long 300 letters take, each in a file of its own and all in one; to be read from an optimised build.
fn three_hundred(fonts: &documents::fonts::FontLibrary) -> Result<(), Box<dyn std::error::Error>> {
    let letter = |number: u32| {
        let mut letter = documents::letter::samples::reply_letter();
        letter.suggestion_label = format!("县十八届人大五次会议第{number:03}号建议");
        letter.body = format!("（{number}）{}", letter.body);
        letter
    };
    let started = std::time::Instant::now();
    let mut bytes = 0;
    for number in 1..=300 {
        bytes += letter(number).to_pdf(fonts)?.len();
    }
    println!("300 letters: {:.1} s, {} KB", started.elapsed().as_secs_f64(), bytes / 1024);
    let started = std::time::Instant::now();
    let parts: Vec<_> = (1..=300).map(|number| letter(number).document()).collect();
    let at = parts.first().ok_or("no letter")?.rendered_at;
    let merged = documents::layout::Document::merged("答复函", parts, at).to_pdf(fonts)?;
    println!("300 letters in one file: {:.1} s, {} KB", started.elapsed().as_secs_f64(), merged.len() / 1024);
    Ok(())
}
