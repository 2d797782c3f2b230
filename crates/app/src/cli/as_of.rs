//! The option `--as-of`: a listing as the articles published until a day support it.
//!
//! A day, a month or a year may be given; of a month or year its last day counts. Known limit: articles whose day of
//! publication is not known are left out, and counted on standard error.
//!
//! Example: `onrecord disputes --as-of 2023-08-31`.

use super::days::last_day;
use clap::Args;
use jiff::civil::Date;

/// The day whose record is shown.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct AsOf {
    /// As the articles published until this day have it
    ///
    /// Written YYYY-MM-DD, YYYY-MM or YYYY; the whole month or year counts. What later articles add, deny or join
    /// does not show. Articles that may or may not have been out by then are left out; how many is said on standard
    /// error. Example: `--as-of 2023-08-31`
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    as_of: Option<Date>,
}

impl AsOf {
    pub(crate) fn day(self) -> Option<Date> {
        self.as_of
    }
}
