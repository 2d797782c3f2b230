//! The part of a picture that is seen, as its address tells it.
//!
//! Takes what stands at `view` in the address, which the script writes while a visitor pans and zooms: left edge, top and width; returns a view box
//! inside the picture, with the picture's own ratio of width to height. Known limit: a height that is told is not asked for.
//!
//! Example: `view=400.0,60.0,200.0` on a sheet of 1000 by 660 is 200 by 132 units from (400, 60).

/// A whole picture, in its own units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Width to height of what is seen.
    pub(crate) ratio: f64,
    /// The least width that is seen.
    pub(crate) closest: f64,
}

/// What of a sheet is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pane {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Pane {
    /// All of `sheet`.
    pub(crate) fn whole(sheet: Sheet) -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            width: sheet.width,
            height: sheet.height,
        }
    }

    /// What `told` names of `sheet`; `None` where it is no view.
    pub(crate) fn told(told: &str, sheet: Sheet) -> Option<Self> {
        let numbers: Result<Vec<f64>, _> = told.split(',').map(str::parse).collect();
        let numbers = numbers.ok().filter(|n| n.iter().all(|n| n.is_finite()))?;
        let [left, top, width] = numbers.as_slice() else {
            return None;
        };
        let width = width.clamp(sheet.closest, sheet.width);
        let height = width / sheet.ratio;
        Some(Self {
            left: left.clamp(0.0, sheet.width - width),
            top: top.clamp(0.0, (sheet.height - height).max(0.0)),
            width,
            height,
        })
    }

    /// It as SVG has it.
    pub(crate) fn view_box(self) -> String {
        let Self {
            left,
            top,
            width,
            height,
        } = self;
        format!("{left:.1} {top:.1} {width:.1} {height:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: Sheet = Sheet {
        width: 1000.0,
        height: 500.0,
        ratio: 2.0,
        closest: 40.0,
    };

    #[test]
    fn a_view_lies_inside_its_picture_and_what_is_none_is_refused() {
        let view = |told| Pane::told(told, SHEET).map(Pane::view_box);
        assert_eq!(
            view("400,60,200").as_deref(),
            Some("400.0 60.0 200.0 100.0")
        );
        assert_eq!(view("990,-5,200").as_deref(), Some("800.0 0.0 200.0 100.0"));
        assert_eq!(view("0,0,1").as_deref(), Some("0.0 0.0 40.0 20.0"));
        for wrong in [
            "",
            "Europe",
            "1,2",
            "1,2,x",
            "NaN,0,100",
            "1,2,3,4",
            "inf,0,1",
        ] {
            assert_eq!(view(wrong), None, "{wrong}");
        }
    }
}
