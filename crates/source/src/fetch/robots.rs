//! What a host asks of robots (RFC 9309).
//!
//! Takes the bytes of a robots.txt; answers whether an address may be fetched, and how long to pause. Known limit: a delay of more than a minute is
//! taken as a minute.
//!
//! Example: `User-agent: *` with `Disallow: /private/` leaves `/news/1` open.

use super::USER_AGENT;
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use std::time::Duration;
use texting_robots::Robot;
use url::Url;

/// How long rules hold before they are asked for again (RFC 9309, 2.4).
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Longest pause that is kept between two requests.
const LONGEST: f32 = 60.0;
/// Bytes that are read; more may be left unread (RFC 9309, 2.5).
const MOST_BYTES: usize = 512 * 1024;

/// The rules of a host; none where it has no robots.txt.
pub(super) struct Rules {
    robot: Option<Robot>,
    read: Timestamp,
}

impl Rules {
    /// Everything is allowed.
    pub(super) fn none(read: Timestamp) -> Self {
        Self { robot: None, read }
    }

    /// Those of `bytes`; a file that is none asks nothing.
    pub(super) fn read(bytes: &[u8], read: Timestamp) -> Self {
        let name = USER_AGENT.split('/').next().unwrap_or(USER_AGENT);
        let robot = Robot::new(name, &bytes[..bytes.len().min(MOST_BYTES)]);
        Self {
            robot: robot.ok(),
            read,
        }
    }

    pub(super) fn is_old(&self, now: Timestamp) -> bool {
        now.duration_since(self.read) > DAY
    }

    pub(super) fn allow(&self, url: &Url) -> bool {
        self.robot.as_ref().is_none_or(|r| r.allowed(url.as_str()))
    }

    /// The pause that the host asks for.
    pub(super) fn delay(&self) -> Option<Duration> {
        let delay = self.robot.as_ref()?.delay?;
        Duration::try_from_secs_f32(delay.min(LONGEST)).ok()
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rules read at {}", self.read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_all_and_for_us_are_kept_and_delays_are_bounded() {
        let now = Timestamp::UNIX_EPOCH;
        let rules = Rules::read(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n", now);
        let url = |path: &str| Url::parse(&format!("https://news.example{path}")).unwrap();
        assert!(rules.allow(&url("/news/1")));
        assert!(!rules.allow(&url("/private/1")));
        assert_eq!(rules.delay(), Some(Duration::from_secs(7)));
        let ours = Rules::read(
            b"User-agent: onrecord\nDisallow: /\nCrawl-delay: 9999\n",
            now,
        );
        assert!(!ours.allow(&url("/news/1")));
        assert_eq!(ours.delay(), Some(Duration::from_secs(60)));
        assert!(Rules::read(b"\xff\xfe not a robots file", now).allow(&url("/")));
        assert!(!rules.is_old(now));
    }
}
