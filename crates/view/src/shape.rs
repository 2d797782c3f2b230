//! Shapes of the model's nouns in JSON, for descriptions of interfaces.
//!
//! The model knows nothing of schemas; what rows say with its types is described here. Known limit: held to the model by the desk's
//! test of every answer against its description.
//!
//! Example: an interval is `{"earliest": "2023-08-01", "latest": null}`.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// Days from `earliest` to `latest`, both inside; an end that is not known is null.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Days {
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
}
