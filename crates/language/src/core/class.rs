//! Sets of characters.
//!
//! Takes the class table of the weight file; returns sets that answer `contains`. ASCII is a bit set,
//! the rest a binary search in sorted ranges. The named sets are those of Python's string methods,
//! which decide a token's shape (Unicode 16).
//!
//! Example: the letters hold `é` and `ß` but not `²`.

use super::error::CoreError;
use super::weights::Weights;

/// A set of characters.
#[derive(Clone, Copy)]
pub(crate) struct Class {
    ascii: u128,
    ranges: &'static [[u32; 2]],
}

impl Class {
    /// Whether the set holds `c`.
    pub(crate) fn contains(self, c: char) -> bool {
        let code = c as u32;
        // ASCII ends here.
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let after = self.ranges.partition_point(|range| range[0] <= code);
        after > 0 && code <= self.ranges[after - 1][1]
    }
}

/// All sets of the weight file.
pub(crate) struct Classes {
    all: Vec<Class>,
    /// Python's `isalpha`.
    pub(crate) letter: Class,
    /// Python's `isdigit`.
    pub(crate) digit: Class,
    /// Numbers of any kind, as `\w` counts them.
    pub(crate) number: Class,
    /// Decimal digits, as `\d` counts them.
    pub(crate) decimal: Class,
    /// Characters of a top-level domain.
    pub(crate) top_level: Class,
}

impl Classes {
    /// Reads the sets.
    pub(crate) fn load(weights: &Weights) -> Result<Self, CoreError> {
        let all = read(weights.numbers("classes")?)
            .ok_or_else(|| CoreError::section("classes", "it is cut short"))?;
        let named = weights.numbers("classes.named")?;
        let pick = |index: usize| {
            let class = named.get(index).and_then(|&n| all.get(n as usize));
            class
                .copied()
                .ok_or_else(|| CoreError::section("classes.named", "a class is missing"))
        };
        Ok(Self {
            letter: pick(0)?,
            digit: pick(1)?,
            number: pick(2)?,
            decimal: pick(3)?,
            top_level: pick(4)?,
            all,
        })
    }

    /// Set number `number`.
    pub(crate) fn get(&self, number: u32) -> Option<Class> {
        self.all.get(number as usize).copied()
    }
}

fn read(table: &'static [u32]) -> Option<Vec<Class>> {
    let (&count, rest) = table.split_first()?;
    let (ends, pairs) = rest.split_at_checked(count as usize)?;
    let pairs: &[[u32; 2]] = bytemuck::try_cast_slice(pairs).ok()?;
    let mut start = 0;
    let mut all = Vec::new();
    for &end in ends {
        let ranges = pairs.get(start as usize..end as usize)?;
        all.push(Class {
            ascii: ascii(ranges),
            ranges,
        });
        start = end;
    }
    Some(all)
}

fn ascii(ranges: &[[u32; 2]]) -> u128 {
    let inside = |code: u32| ranges.iter().any(|r| r[0] <= code && code <= r[1]);
    (0..128)
        .filter(|&code| inside(code))
        .fold(0, |bits, code| bits | 1 << code)
}
