//! The files that pages ask for: one style sheet, small scripts, all inside the program.
//!
//! Takes the path of a request; returns type and bytes, or nothing. Known limit: none is compressed.
//!
//! Example: `/desk.css` is the style sheet.

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Type and text of the file at `path`.
pub(crate) fn find(path: &str) -> Option<(&'static str, &'static str)> {
    match path {
        "/desk.css" => Some((
            "text/css; charset=utf-8",
            include_str!("../assets/desk.css"),
        )),
        "/desk.js" => Some((SCRIPT, include_str!("../assets/desk.js"))),
        "/reading.js" => Some((SCRIPT, include_str!("../assets/reading.js"))),
        "/zoom.js" => Some((SCRIPT, include_str!("../assets/zoom.js"))),
        "/network.js" => Some((SCRIPT, include_str!("../assets/network.js"))),
        "/lanes.js" => Some((SCRIPT, include_str!("../assets/lanes.js"))),
        "/slider.js" => Some((SCRIPT, include_str!("../assets/slider.js"))),
        "/add.js" => Some((SCRIPT, include_str!("../assets/add.js"))),
        "/favicon.svg" | "/favicon.ico" => {
            Some(("image/svg+xml", include_str!("../assets/favicon.svg")))
        }
        _ => None,
    }
}
