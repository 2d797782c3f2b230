//! The page that a document was read from, made harmless to look at.
//!
//! Takes markup as it came; returns it so that a browser shows it and does nothing with it. The policy it is sent with forbids script, forms,
//! frames and every address, and gives it an origin of its own (CSP 3, `sandbox`). What a policy does not reach is taken out of the markup: links
//! of all kinds get another name, so that nothing is looked up ahead, followed, or moved to. Known limit: pictures and style sheets are at
//! addresses, so most pages look plain.
//!
//! Example: `<a href="https://news.example/">More</a>` is shown as `More`.

/// What the page may do: show its text, with the styles and pictures that stand in it.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";

/// Elements that lead to addresses without asking or by a click (WHATWG HTML, 4.2.3 to 4.2.5, 4.5.1 and 4.8.14), hold documents of their own, whose markup stands in an
/// attribute (4.8.5 to 4.8.7), or let any element inside be a link (`MathML` Core, 2.1).
const LEADING: [&str; 10] = [
    "a", "area", "base", "link", "meta", "iframe", "frame", "object", "embed", "math",
];

/// `markup` in which nothing leads anywhere.
pub(crate) fn inert(markup: &str) -> String {
    let mut inert = String::with_capacity(markup.len() + markup.len() / 16);
    for (number, piece) in markup.split('<').enumerate() {
        if number == 0 {
            inert.push_str(piece);
            continue;
        }
        let (sign, tag) = match piece.strip_prefix('/') {
            Some(tag) => ("</", tag),
            None => ("<", piece),
        };
        inert.push_str(sign);
        if LEADING.iter().any(|l| l.eq_ignore_ascii_case(name(tag))) {
            inert.push_str("x-");
        }
        inert.push_str(tag);
    }
    inert
}

/// The name that `tag` begins with, as a browser reads it (WHATWG HTML, 13.2.5.8, "tag name state").
fn name(tag: &str) -> &str {
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    tag.split(ends).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_anywhere_gets_another_name_and_the_rest_stays() {
        let page = "<base href=//evil.example><META http-equiv=refresh content=0><link rel=preconnect href=//evil.example>\
                    <p>A <A\nhref='/x'>way</A> out, <abbr>abbr.</abbr> 1 < 2</p><area/><iframe srcdoc='&lt;link rel=preconnect&gt;'></iframe><math><mtext href=/x>y</mtext></math><a";
        let expected = "<x-base href=//evil.example><x-META http-equiv=refresh content=0><x-link rel=preconnect href=//evil.example>\
                        <p>A <x-A\nhref='/x'>way</x-A> out, <abbr>abbr.</abbr> 1 < 2</p><x-area/><x-iframe srcdoc='&lt;link rel=preconnect&gt;'></x-iframe><x-math><mtext href=/x>y</mtext></x-math><x-a";
        assert_eq!(inert(page), expected);
        assert_eq!(inert("no markup"), "no markup");
    }
}
