//! The few calls of the operating system that the standard library does not offer.
//! The only place of the workspace's tools with `unsafe`.
#![allow(unsafe_code)]

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

/// Whether this process runs as root.
pub fn is_root() -> bool {
    // SAFETY: takes nothing, cannot fail.
    unsafe { libc::geteuid() == 0 }
}

/// Whether a process of this id exists (also one that we may not signal).
pub fn process_exists(pid: u32) -> bool {
    let Ok(pid) = libc::pid_t::try_from(pid) else {
        return false;
    };
    // SAFETY: signal 0 only asks; plain integers.
    let answer = unsafe { libc::kill(pid, 0) };
    answer == 0 || std::io::Error::last_os_error().raw_os_error() == Some(libc::EPERM)
}

/// Sends a signal to a process group; false when there is no such group any more.
pub fn signal_group(leader: u32, signal: i32) -> bool {
    let Ok(leader) = libc::pid_t::try_from(leader) else {
        return false;
    };
    // A group of 0 or 1 would be our own or everybody's.
    if leader <= 1 {
        return false;
    }
    // SAFETY: plain integers.
    unsafe { libc::killpg(leader, signal) == 0 }
}

/// Bytes that may still be written to the file system that holds `path`; none when it cannot be asked.
pub fn free_bytes(path: &Path) -> Option<u64> {
    let path = CString::new(path.as_os_str().as_bytes()).ok()?;
    // SAFETY: `statvfs` is plain data for which all-zero is a valid value; the call fills it.
    let mut answer: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: a NUL-terminated path and a valid pointer that both outlive the call.
    let failed = unsafe { libc::statvfs(path.as_ptr(), &mut answer) } != 0;
    // The widths of the fields differ between systems.
    #[allow(clippy::unnecessary_cast)]
    let free = (answer.f_bavail as u64).saturating_mul(answer.f_frsize as u64);
    (!failed).then_some(free)
}

/// Lets the command be ended by the kernel should its parent be killed outright (Linux only).
/// Must be started from a thread that lives as long as the command may: the signal goes out when
/// the *thread* that started it ends.
pub fn die_with_parent(command: &mut Command) -> &mut Command {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt;
        // SAFETY: `prctl` is async-signal-safe and the closure touches no memory of the parent.
        unsafe {
            command.pre_exec(|| {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM);
                Ok(())
            });
        }
    }
    command
}
