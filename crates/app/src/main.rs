//! The `onrecord` program: hands the command line to [`app::run`] and the exit code back.
//!
//! All of it is in the library half of this crate, where tests can see it. Known limit: none of its own.
//!
//! Example: `onrecord demo` exits with 0.

use std::process::ExitCode;

/// Reading and deriving make and drop many small strings, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    app::run(std::env::args_os()).into()
}
