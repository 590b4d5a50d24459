//! Secrets from the system's generator.

use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};

/// `bytes` random bytes of `/dev/urandom` as lower-case hexadecimal digits (so nothing in it ever
/// needs quoting or escaping in a shell, a URL or SQL).
pub fn hex(bytes: usize) -> Result<String> {
    let mut raw = vec![0u8; bytes];
    File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut raw))
        .context("reading /dev/urandom")?;
    Ok(raw.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn is_long_and_never_twice_the_same() {
        let (a, b) = (super::hex(16).expect("random"), super::hex(16).expect("random"));
        assert_eq!(a.len(), 32);
        assert_ne!(a, b);
    }
}
