use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// Bytes pressed out to the file system at once.
const BUFFER: usize = 64 * 1024;

/// Counts and hashes what goes through it, packing it before when that was asked for.
pub(crate) enum Packed<W: Write> {
    /// As it is.
    Plain(BufWriter<Hashed<W>>),
    /// gzip.
    Gzip(Box<GzEncoder<BufWriter<Hashed<W>>>>),
}

/// Bytes that are out.
pub(crate) struct Hashed<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

/// A file that is written.
pub(crate) struct Written<W> {
    /// What it was written to.
    pub inner: W,
    /// Of its bytes.
    pub sha256: [u8; 32],
    /// How many.
    pub bytes: u64,
}

impl<W: Write> Packed<W> {
    /// Into `inner`.
    pub(crate) fn new(inner: W, gzip: bool) -> Self {
        let hashed = Hashed { inner, hasher: Sha256::new(), bytes: 0 };
        let buffer = BufWriter::with_capacity(BUFFER, hashed);
        if gzip {
            Self::Gzip(Box::new(GzEncoder::new(buffer, Compression::new(6))))
        } else {
            Self::Plain(buffer)
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// As writing.
    pub(crate) fn finish(self) -> io::Result<Written<W>> {
        let buffer = match self {
            Self::Plain(buffer) => buffer,
            Self::Gzip(packer) => packer.finish()?,
        };
        let hashed = buffer.into_inner().map_err(io::IntoInnerError::into_error)?;
        let Hashed { mut inner, hasher, bytes } = hashed;
        inner.flush()?;
        Ok(Written { inner, sha256: hasher.finalize().into(), bytes })
    }
}

impl<W: Write> Write for Packed<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(buffer) => buffer.write(piece),
            Self::Gzip(packer) => packer.write(piece),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(buffer) => buffer.flush(),
            Self::Gzip(packer) => packer.flush(),
        }
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(piece)?;
        self.hasher.update(&piece[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_what_was_written_and_its_hash_is_of_the_packed_bytes() {
        let text = "建议，".repeat(50_000);
        for gzip in [false, true] {
            let mut sink = Packed::new(Vec::new(), gzip);
            sink.write_all(text.as_bytes()).unwrap();
            let written = sink.finish().unwrap();
            assert_eq!(written.bytes, written.inner.len() as u64);
            assert_eq!(written.sha256, <[u8; 32]>::from(Sha256::digest(&written.inner)));
            let mut read = String::new();
            if gzip {
                flate2::read::GzDecoder::new(&written.inner[..]).read_to_string(&mut read).unwrap();
            } else {
                read = String::from_utf8(written.inner).unwrap();
            }
            assert_eq!(read, text);
        }
    }
}
