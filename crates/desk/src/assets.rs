//! The files that pages ask for: one style sheet, one small script, all inside the program.
//!
//! Takes the path of a request; returns type and bytes, or nothing. Known limit: none is compressed.
//!
//! Example: `/desk.css` is the style sheet.

/// Type and text of the file at `path`.
pub(crate) fn find(path: &str) -> Option<(&'static str, &'static str)> {
    match path {
        "/desk.css" => Some((
            "text/css; charset=utf-8",
            include_str!("../assets/desk.css"),
        )),
        "/desk.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../assets/desk.js"),
        )),
        "/favicon.svg" | "/favicon.ico" => {
            Some(("image/svg+xml", include_str!("../assets/favicon.svg")))
        }
        _ => None,
    }
}
