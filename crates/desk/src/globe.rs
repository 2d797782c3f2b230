//! The outline of the world, and where a place lies on it.
//!
//! Takes degrees; returns points in a frame of [`WIDTH`] by [`HEIGHT`], north up. Method: the Equal Earth projection
//! (Šavrič, Patterson and Jenny 2018), on which areas compare. The outline is Natural Earth 1:110m, inside the
//! program (`assets/land.txt` says where from). Known limit: coasts are rough close up.
//!
//! Example: 0 degrees north and east is the middle of the frame.

use std::fmt::Write;
use std::sync::LazyLock;

/// Units across the world.
pub(crate) const WIDTH: f64 = 1000.0;
/// Units from pole to pole.
pub(crate) const HEIGHT: f64 = 486.7;
/// Half the width of the projection of a globe with radius one.
const HALF: f64 = 2.706_63;
/// Units of the outline's file in a degree.
const TENTHS: f64 = 10.0;
/// The polynomial of Equal Earth.
const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

/// Coasts and borders as SVG paths.
pub(crate) struct Outline {
    pub(crate) land: String,
    pub(crate) borders: String,
}

/// The outline, drawn once.
pub(crate) static OUTLINE: LazyLock<Outline> = LazyLock::new(|| {
    let mut outline = Outline {
        land: String::new(),
        borders: String::new(),
    };
    for line in include_str!("../assets/land.txt").lines() {
        match line.split_once(' ') {
            Some(("land", points)) => {
                draw(&mut outline.land, points);
                outline.land.push('Z');
            }
            Some(("border", points)) => draw(&mut outline.borders, points),
            _ => {}
        }
    }
    outline
});

/// Where the point `north` and `east` of the origin lies, in degrees.
pub(crate) fn place(north: f64, east: f64) -> (f64, f64) {
    let angle = (3f64.sqrt() / 2.0 * north.to_radians().sin()).asin();
    let square = angle * angle;
    let sixth = square * square * square;
    let x = 2.0 * 3f64.sqrt() * east.to_radians() * angle.cos()
        / (3.0 * (9.0 * A[3] * sixth * square + 7.0 * A[2] * sixth + 3.0 * A[1] * square + A[0]));
    let y = angle * (A[3] * sixth * square + A[2] * sixth + A[1] * square + A[0]);
    let unit = WIDTH / 2.0 / HALF;
    (WIDTH / 2.0 + x * unit, HEIGHT / 2.0 - y * unit)
}

/// Adds a line through `points`, which are steps in tenths of a degree, to `path`.
fn draw(path: &mut String, points: &str) {
    let (mut east, mut north) = (0, 0);
    for (number, point) in points.split(' ').enumerate() {
        let step = point.split_once(',');
        let step = step.and_then(|(x, y)| Some((x.parse::<i32>().ok()?, y.parse::<i32>().ok()?)));
        let (x, y) = step.expect("the outline in the program is sound; a test draws it");
        (east, north) = (east + x, north + y);
        let (x, y) = place(f64::from(north) / TENTHS, f64::from(east) / TENTHS);
        let sign = if number == 0 { 'M' } else { 'L' };
        write!(path, "{sign}{x:.1} {y:.1}").expect("writing to a string cannot fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_where_maps_have_them() {
        let (x, y) = place(0.0, 0.0);
        assert!((x - WIDTH / 2.0).abs() < 0.1 && (y - HEIGHT / 2.0).abs() < 0.1);
        assert!(place(0.0, 180.0).0 > WIDTH - 1.0);
        assert!(place(90.0, 0.0).1.abs() < 1.0);
        let (pyongyang, washington) = (place(39.0, 125.8), place(38.9, -77.0));
        assert!(pyongyang.0 > washington.0 && (pyongyang.1 - washington.1).abs() < 1.0);
    }

    #[test]
    fn the_outline_is_drawn_whole_and_inside_the_frame() {
        assert!(OUTLINE.land.matches('M').count() > 100);
        assert!(OUTLINE.borders.matches('M').count() > 200);
        assert!(!OUTLINE.land.contains("NaN"));
    }
}
