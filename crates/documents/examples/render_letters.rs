//! Writes the sample letter and paper into a directory, to look at them: `cargo run -p documents --example render_letters -- OUT FONTDIR…`.

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
    Ok(())
}
