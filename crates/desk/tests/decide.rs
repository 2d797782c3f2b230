//! Laying down decisions from the desk: they are written, shown, taken back; forms of others are refused.
//!
//! Each test has a record of its own, made of the example articles.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use desk::{Order, Pen, What};
use engine::{Engine, Input, Store};
use model::Said;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tower::ServiceExt;

struct Desk {
    router: Router,
    _folder: TempDir,
}

fn open(with_pen: bool) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("desk.db");
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/affair");
    let engine = Engine::new(None, 2).unwrap();
    let mut store = Store::open_or_create(&record).unwrap();
    let inputs = [Input::Path(articles)];
    engine.add(&mut store, &inputs, &mut |_| {}).unwrap();
    drop(store);
    let written = record.clone();
    let pen = Pen::new(move |order| write(&written, order)).unwrap();
    let options = desk::Options {
        record,
        listen: "127.0.0.1:0".parse().unwrap(),
        token: None,
        past: None,
        pen: with_pen.then_some(pen),
    };
    Desk {
        router: desk::router(&options).unwrap(),
        _folder: folder,
    }
}

/// As the program writes, with a fixed time.
fn write(record: &PathBuf, order: Order) -> Result<(), String> {
    let engine = Engine::new(None, 1).map_err(|e| e.to_string())?;
    let mut store = Store::open(record).map_err(|e| e.to_string())?;
    let said = Said {
        by: order.by,
        at: "2023-10-01T08:00:00Z".to_owned(),
        why: order.why,
    };
    let parts = |places: Vec<desk::Place>| -> Vec<engine::Part> {
        let part = |p: desk::Place| engine::Part {
            document: p.document,
            start: p.start,
        };
        places.into_iter().map(part).collect()
    };
    let done = match order.what {
        What::Join(ids) => engine.join(&mut store, &ids, said).map(drop),
        What::Split(id, places) => {
            let parts = parts(places);
            engine.split(&mut store, &id, (&parts, said)).map(drop)
        }
        What::Date(id, days) => engine.date(&mut store, &id, (days, said)).map(drop),
        What::Wrong(id) => engine.mark_wrong(&mut store, &id, said).map(drop),
        What::Note(id, words) => engine.note(&mut store, &id, (&words, said)).map(drop),
        What::Undo(id) => engine
            .undo(&mut store, &id, "2023-10-02T08:00:00Z")
            .map(drop),
    };
    done.map_err(|e| e.to_string())
}

impl Desk {
    fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            (parts.status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    fn get(&self, address: &str) -> String {
        let request = Request::get(address).header("host", "localhost:8400");
        let (status, body) = self.send(request.body(Body::empty()).unwrap());
        assert_eq!(status, StatusCode::OK, "{address}");
        body
    }

    fn json(&self, address: &str) -> Value {
        serde_json::from_str(&self.get(address)).unwrap()
    }

    fn post(&self, form: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
        let mut request = Request::post("/decisions").header("host", "localhost:8400");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap())
    }

    /// The key that the forms of a page carry.
    fn key(&self, page: &str) -> String {
        let body = self.get(page);
        let (_, rest) = body.split_once("name=\"key\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// How many events there are; a page of their list holds fifty.
    fn count(&self) -> u64 {
        self.json("/events.json")["total"].as_u64().unwrap()
    }

    fn events(&self) -> Vec<String> {
        let events = self.json("/events.json");
        let rows = events["events"].as_array().unwrap();
        rows.iter()
            .map(|e| e["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn a_join_is_written_shown_and_taken_back() {
    let desk = open(true);
    let (before, count) = (desk.events(), desk.count());
    let (one, other) = (&before[0], &before[1]);
    let key = desk.key(&format!("/events/{one}"));
    let form = format!(
        "key={key}&do=join&id={one}&with=http%3A%2F%2Flocalhost%3A8400%2Fevents%2F{other}%3Fx%3D1&by=%3Cb%3EA.+Reader&why=%3Cscript%3Ex()%3C%2Fscript%3E"
    );
    let own = [
        ("origin", "http://localhost:8400"),
        ("sec-fetch-site", "same-origin"),
    ];
    let (status, body) = desk.post(&form, &own);
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert_eq!(desk.count(), count - 1);
    let listed = desk.json("/decisions.json");
    assert_eq!(listed["total"], 1);
    assert_eq!(listed["decisions"][0]["by"], "<b>A. Reader");
    let joined = listed["decisions"][0]["about"][0].as_str().unwrap();
    // What the visitor typed stays text, on the list and on the page of the thing.
    for page in ["/decisions".to_owned(), format!("/events/{joined}")] {
        let body = desk.get(&page);
        assert!(body.contains("&lt;script&gt;x()"), "{page}");
        assert!(
            !body.contains("<script>x()") && !body.contains("<b>A."),
            "{page}"
        );
    }
    let decision = listed["decisions"][0]["id"].as_str().unwrap();
    let (status, body) = desk.post(&format!("key={key}&do=undo&id={decision}"), &own);
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert_eq!(desk.events(), before);
    assert_eq!(desk.json("/decisions.json")["total"], 0);
}

#[test]
fn an_account_that_is_ticked_becomes_an_event_of_its_own() {
    let desk = open(true);
    let (events, count) = (desk.events(), desk.count());
    let part = |page: &str| {
        let (_, rest) = page.split_once("name=\"part\" value=\"")?;
        Some(rest.split('"').next()?.to_owned())
    };
    let told_often = events.iter().find_map(|id| {
        let page = desk.get(&format!("/events/{id}"));
        Some((id.clone(), part(&page)?))
    });
    let (id, part) = told_often.unwrap();
    let key = desk.key(&format!("/events/{id}"));
    let part = part.replace('@', "%40");
    let form = format!("key={key}&do=split&id={id}&part={part}&by=A.+Reader");
    let (status, body) = desk.post(&form, &[]);
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert_eq!(desk.count(), count + 1);
}

impl Desk {
    fn first(&self, list: &str) -> String {
        let data = self.json(&format!("/{list}.json"));
        data[list][0]["id"].as_str().unwrap().to_owned()
    }

    /// Sends a form of the page of a claim, and expects that it is taken.
    fn lay(&self, form: &str) {
        let key = self.key(&format!("/claims/{}", self.first("claims")));
        let form = format!("key={key}&by=A.+Reader&{form}");
        let (status, body) = self.post(&form, &[]);
        assert_eq!(status, StatusCode::SEE_OTHER, "{form}: {body}");
    }

    fn take_all_back(&self) {
        let listed = self.json("/decisions.json");
        for decision in listed["decisions"].as_array().unwrap() {
            self.lay(&format!("do=undo&id={}", decision["id"].as_str().unwrap()));
        }
    }
}

#[test]
fn what_is_marked_and_noted_is_shown_where_it_stands_and_taken_back() {
    let desk = open(true);
    let (claim, about) = (desk.first("claims"), desk.first("propositions"));
    let before = desk.json(&format!("/claims/{claim}.json"));
    desk.lay(&format!("do=wrong&id={claim}&why=%3Ci%3Ea+quote"));
    let address = "http%3A%2F%2Flocalhost%3A8400%2Fpropositions%2F";
    desk.lay(&format!(
        "do=note&id={address}{about}&words=%3Cb%3Eask+them"
    ));
    let row = desk.json(&format!("/claims/{claim}.json"));
    assert_eq!(row["claim"]["marked"][0]["by"], "A. Reader");
    assert_eq!(row["decisions"][0]["kind"], "wrong");
    for page in [format!("/claims/{claim}"), "/claims".to_owned()] {
        let marked = "marked wrong by A. Reader: &lt;i&gt;a quote";
        assert!(desk.get(&page).contains(marked), "{page}");
    }
    let noted = desk.get(&format!("/propositions/{about}"));
    assert!(noted.contains("&lt;b&gt;ask them") && !noted.contains("<b>ask"));
    desk.take_all_back();
    assert_eq!(desk.json(&format!("/claims/{claim}.json")), before);
}

#[test]
fn promises_breaches_and_places_are_noted_where_they_stand() {
    let desk = open(true);
    let norms = desk.json("/norms.json");
    let breach = norms["possible_breaches"][0]["id"].as_str().unwrap();
    let places = desk.json("/map.json");
    let place = places["places"][0]["id"].as_str().unwrap();
    let pages = ["/norms".to_owned(), format!("/events?place={place}")];
    for (page, id) in pages.iter().zip([breach, place]) {
        let form = format!("name=\"id\" value=\"{id}\"");
        assert!(desk.get(page).contains(&form), "{page}");
        desk.lay(&format!("do=note&id={id}&words=ask+about+{id}"));
        assert!(
            desk.get(page).contains(&format!("ask about {id}")),
            "{page}"
        );
    }
}

#[test]
fn a_promise_that_is_misread_marks_the_claim_that_makes_it() {
    let desk = open(true);
    let actors = desk.json("/actors.json");
    let ids = actors["actors"].as_array().unwrap().iter();
    let mut dossiers = ids.map(|a| {
        let id = a["id"].as_str().unwrap();
        (id, desk.json(&format!("/actors/{id}.json")))
    });
    let is_bound = |(_, told): &(&str, Value)| told["commitments"][0].is_object();
    let (actor, told) = dossiers.find(is_bound).unwrap();
    let promise = &told["commitments"][0];
    let (id, claim) = (promise["id"].as_str().unwrap(), &promise["claim"]);
    let page = desk.get(&format!("/actors/{actor}"));
    assert!(page.contains(&format!("name=\"id\" value=\"{id}\"")));
    desk.lay(&format!("do=wrong&id={id}"));
    let marked = desk.json(&format!("/claims/{}.json", claim.as_str().unwrap()));
    assert_eq!(marked["claim"]["marked"][0]["by"], "A. Reader");
    let after = desk.json(&format!("/actors/{actor}.json"));
    let left = after["commitments"].as_array().unwrap();
    assert!(left.iter().all(|c| c["id"] != id));
}

#[test]
fn a_date_is_shown_beside_what_is_read_and_taken_back() {
    let desk = open(true);
    let (event, document) = (desk.first("events"), desk.first("documents"));
    let before = desk.json(&format!("/events/{event}.json"));
    desk.lay(&format!("do=date&id={event}&days=2023-07-25%2F2023-07-27"));
    desk.lay(&format!("do=date&id={document}&days=2023-08"));
    let dated = desk.json(&format!("/events/{event}.json"));
    assert_eq!(dated["event"]["earliest"], "2023-07-25");
    let read = &dated["event"]["dated"]["read_earliest"];
    assert_eq!(*read, before["event"]["earliest"]);
    let page = desk.get(&format!("/events/{event}"));
    assert!(page.contains("dated by A. Reader"));
    let dated = desk.json(&format!("/documents/{document}.json"));
    let days = (&dated["earliest"], &dated["latest"]);
    assert_eq!(days, (&"2023-08-01".into(), &"2023-08-31".into()));
    assert_eq!(desk.json("/decisions.json")["total"], 2);
    desk.take_all_back();
    assert_eq!(desk.json(&format!("/events/{event}.json")), before);
}

#[test]
fn what_cannot_be_laid_down_is_refused_and_changes_nothing() {
    let desk = open(true);
    let (event, actor) = (desk.first("events"), desk.first("actors"));
    let key = desk.key(&format!("/events/{event}"));
    for (form, wanted) in [
        (
            format!("do=date&id={event}&days=July"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            format!("do=date&id={event}&days=.."),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            format!("do=date&id={actor}&days=2023-07"),
            StatusCode::CONFLICT,
        ),
        (
            format!("do=note&id={event}&words=+"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "do=note&id=event-none&words=x".to_owned(),
            StatusCode::CONFLICT,
        ),
        (format!("do=wrong&id={actor}"), StatusCode::CONFLICT),
    ] {
        let (status, body) = desk.post(&format!("key={key}&by=A&{form}"), &[]);
        assert_eq!(status, wanted, "{form}");
        assert!(body.contains("Not laid down"), "{form}");
    }
    assert_eq!(desk.json("/decisions.json")["total"], 0);
}

/// A form, its headers, and the answer that is due.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], StatusCode);

#[test]
fn forms_of_others_and_broken_ones_are_refused_and_change_nothing() {
    let desk = open(true);
    let before = desk.events();
    let key = desk.key(&format!("/events/{}", before[0]));
    let join = format!("do=join&id={}&with={}&by=A.+Reader", before[0], before[1]);
    let with_key = format!("{join}&key={key}");
    let cases: [Case<'_>; 9] = [
        (&join, &[], StatusCode::FORBIDDEN),
        (
            &format!("{join}&key=0123456789abcdef0123456789abcdef"),
            &[],
            StatusCode::FORBIDDEN,
        ),
        (
            &with_key,
            &[("origin", "https://evil.example")],
            StatusCode::FORBIDDEN,
        ),
        (&with_key, &[("origin", "null")], StatusCode::FORBIDDEN),
        (
            &with_key,
            &[("sec-fetch-site", "cross-site")],
            StatusCode::FORBIDDEN,
        ),
        (
            &format!("key={key}&do=join&id={}&with={}", before[0], before[1]),
            &[],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            &format!("key={key}&do=drop&id=x&by=A"),
            &[],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            &format!("key={key}&do=join&id={}&with=event-none&by=A", before[0]),
            &[],
            StatusCode::CONFLICT,
        ),
        (
            &format!("{with_key}&why={}", "x".repeat(300_000)),
            &[],
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ];
    for (form, headers, wanted) in cases {
        let (status, body) = desk.post(form, headers);
        let start: String = form.chars().take(120).collect();
        assert_eq!(status, wanted, "{start} {headers:?}");
        assert!(body.contains("Not laid down"), "{start}");
    }
    assert_eq!(desk.events(), before);
}

#[test]
fn a_desk_without_a_pen_only_shows() {
    let desk = open(false);
    let (status, _) = desk.post("do=undo&id=x", &[]);
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    let event = &desk.events()[0];
    assert!(
        !desk
            .get(&format!("/events/{event}"))
            .contains("method=\"post\"")
    );
}
