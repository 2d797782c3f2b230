//! The desk on the record of the example articles, in process: every link answers, hostile text stays text.
//!
//! Known limit: no browser; how pages look is checked by eye.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use engine::{Engine, Input, Store};
use futures_util::StreamExt;
use model::Said;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;
use tower::ServiceExt;

/// No page sends more.
const MOST_BYTES: usize = 1_000_000;
/// An article in which every field is an attack.
const HOSTILE: &str = r#"{"id":"<script>i()</script>","title":"<script>t()</script><img src=x onerror=t()>","outlet":"\"><script>o()</script>","url":"javascript:alert(1)","published":"2023-11-06","text":"The harbour office of <script>x()</script> Larnica denied on Friday that the freighter \"><svg onload=a()> had left port."}"#;

struct Desk {
    router: Router,
    _folder: TempDir,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("desk.db");
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/affair");
    let hostile = folder.path().join("hostile.jsonl");
    #[expect(
        clippy::disallowed_methods,
        reason = "the test writes an article of its own"
    )]
    std::fs::write(&hostile, HOSTILE).unwrap();
    let engine = Engine::new(None, 2).unwrap();
    let mut store = Store::open_or_create(&record).unwrap();
    let inputs = [Input::Path(articles), Input::Path(hostile)];
    engine.add(&mut store, &inputs, &mut |_| {}).unwrap();
    let said = Said {
        by: "A. Reader".to_owned(),
        at: "2023-10-01T08:00:00Z".to_owned(),
        why: None,
    };
    let id = store.ids().unwrap().remove(0);
    engine.note(&mut store, &id, ("ask them", said)).unwrap();
    drop(store);
    let options = desk::Options {
        record,
        listen: "127.0.0.1:0".parse().unwrap(),
        token: None,
        pen: None,
        past: Some(desk::Rewind::new(|store, day| {
            let engine = Engine::new(None, 1).map_err(|e| e.to_string())?;
            let past = engine.as_of(store, day).map_err(|e| e.to_string())?;
            Ok(desk::Then {
                told: format!("as of {day}"),
                record: past.record,
            })
        })),
    };
    Desk {
        router: desk::router(&options).unwrap(),
        _folder: folder,
    }
});

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    /// What it leads to, where it leads on.
    fn or_followed(self) -> Self {
        match self.headers.get("location") {
            Some(place) => get(place.to_str().unwrap()),
            None => self,
        }
    }
}

fn get(address: &str) -> Answer {
    let request = Request::get(address).header("host", "localhost:8400");
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let response = DESK.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    })
}

/// Addresses in `href`, `src` and `action`, without what stands behind `#`.
fn links(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sign in ["href=\"", "src=\"", "action=\""] {
        for rest in page.split(sign).skip(1) {
            let link = rest.split('"').next().unwrap().replace("&amp;", "&");
            let bare = link.split('#').next().unwrap();
            if !bare.is_empty() {
                found.insert(bare.to_owned());
            }
        }
    }
    found
}

fn check(address: &str, answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert!(
        answer.body.len() < MOST_BYTES,
        "{address}: {} bytes",
        answer.body.len()
    );
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{address}");
    assert_eq!(
        answer.headers["x-content-type-options"], "nosniff",
        "{address}"
    );
    assert_eq!(answer.headers["x-frame-options"], "DENY", "{address}");
}

#[test]
fn every_link_of_every_page_answers_and_stays_here() {
    let mut waiting = vec!["/".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(address) = waiting.pop() {
        if !seen.insert(address.clone()) || seen.len() > 1500 {
            continue;
        }
        let answer = get(&address).or_followed();
        check(&address, &answer);
        let kind = answer.headers["content-type"].to_str().unwrap();
        // What a page of strangers names is no link there: see `original.rs`.
        if !kind.starts_with("text/html") || address.ends_with("/original") {
            continue;
        }
        for link in links(&answer.body) {
            assert!(
                link.starts_with('/') && !link.starts_with("//"),
                "{address} leads to {link}"
            );
            // Past days have a test of their own.
            if !link.starts_with("/as-of/") {
                waiting.push(link);
            }
        }
    }
    assert!(seen.len() > 100, "{} pages", seen.len());
}

#[test]
fn hostile_text_stays_text_on_every_page() {
    let document = get("/documents.json");
    let id = document
        .body
        .split("\"id\":\"")
        .find(|p| p.contains("javascript:alert"))
        .unwrap();
    let id = id.split('"').next().unwrap();
    let pages = [
        "/",
        "/documents",
        "/claims",
        "/search?q=Larnica",
        "/search?q=%3Cscript%3E%22",
        "/claims?by=%22%3E%3Cscript%3E",
        "/events?place=%3Cscript%3E&added=%3Cscript%3E",
        "/actors",
        "/actors?about=%3Cscript%3E",
        "/network?by=%3Cscript%3E",
        "/map?by=%3Cscript%3E",
        "/norms?about=%3Cscript%3E",
        "/propositions?about=%3Cscript%3E",
        "/changes?after=%3Cscript%3E",
    ];
    for address in pages
        .into_iter()
        .map(str::to_owned)
        .chain([format!("/documents/{id}")])
    {
        let body = get(&address).body;
        assert_eq!(
            body.matches("<script").count(),
            1,
            "{address}: only our own"
        );
        assert!(
            !body.contains("<img") && !body.contains("<svg onload"),
            "{address}"
        );
        assert!(!body.contains("href=\"javascript"), "{address}");
    }
    assert!(
        get(&format!("/documents/{id}"))
            .body
            .contains("&lt;script&gt;t()")
    );
}

#[test]
fn what_is_not_in_the_record_is_said_so_with_a_way_on() {
    for address in [
        "/stories/story-0",
        "/events/x",
        "/claims/../etc",
        "/nothing",
        "/documents/doc-0.json",
    ] {
        let answer = get(address);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert!(get("/nothing").body.contains("href=\"/documents\""));
}

#[test]
fn every_number_of_an_actor_leads_to_a_list_of_that_length() {
    let first = get("/actors.json").body;
    let id = &first[first.find("actor-").unwrap()..][..22];
    let told: serde_json::Value =
        serde_json::from_str(&get(&format!("/actors/{id}.json")).body).unwrap();
    for (field, list) in [
        ("claims", "claims.json?by="),
        ("events", "events.json?by="),
        ("documents", "documents.json?actor="),
    ] {
        let listed: serde_json::Value =
            serde_json::from_str(&get(&format!("/{list}{id}")).body).unwrap();
        assert_eq!(told[field], listed["total"], "{field}");
    }
    assert!(told["events"].as_u64() > Some(0));
}

fn json(address: &str) -> serde_json::Value {
    let answer = get(address);
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn the_interface_answers_as_its_description_says() {
    let description = json("/api/v1/openapi.json");
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() > 15);
    for (path, methods) in paths {
        if path.ends_with("/new") {
            continue;
        }
        let Some(list) = path.strip_suffix("/{id}") else {
            let answer = json(path);
            assert!(
                answer["items"].is_array() && answer["total"].is_u64(),
                "{path}"
            );
            for parameter in methods["get"]["parameters"].as_array().unwrap() {
                let name = parameter["name"].as_str().unwrap();
                let wrong = get(&format!("{path}?{name}=-"));
                let is_text = parameter["schema"].get("format").is_none()
                    && parameter["schema"].get("enum").is_none()
                    && parameter["schema"]["type"] == "string";
                let expected = if is_text && name != "after" {
                    StatusCode::OK
                } else {
                    StatusCode::BAD_REQUEST
                };
                assert_eq!(wrong.status, expected, "{path}?{name}");
            }
            continue;
        };
        let first = json(list)["items"][0].clone();
        let id = first["norm"]["id"]
            .as_str()
            .or(first["id"].as_str())
            .unwrap()
            .to_owned();
        assert!(json(&format!("{list}/{id}")).is_object(), "{path}");
        assert_eq!(get(&format!("{list}/none")).status, StatusCode::NOT_FOUND);
    }
    assert_eq!(
        get("/api/v1/claims?colour=red").status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(get("/api/v1/nothing").status, StatusCode::NOT_FOUND);
}

#[test]
fn cursors_walk_a_list_to_its_end_and_meet_each_entry_once() {
    let mut seen = BTreeSet::new();
    let mut address = "/api/v1/claims?limit=7".to_owned();
    let total = loop {
        let answer = json(&address);
        for item in answer["items"].as_array().unwrap() {
            assert!(seen.insert(item["id"].as_str().unwrap().to_owned()));
        }
        match answer["next"].as_str() {
            Some(next) => address = format!("/api/v1/claims?limit=7&after={next}"),
            None => break answer["total"].as_u64().unwrap(),
        }
    };
    assert_eq!(seen.len() as u64, total);
}

#[test]
fn a_cursor_that_names_nothing_is_refused_with_what_to_do() {
    let lists = [
        "stories",
        "documents",
        "actors",
        "claims",
        "events",
        "propositions",
        "disputes",
        "norms",
        "decisions",
        "timeline",
        "search",
    ];
    for list in lists {
        let answer = get(&format!("/api/v1/{list}?after=claim-0000000000000000"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{list}");
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        let help = told["help"].as_str().unwrap();
        assert!(help.contains("without `after`"), "{list}: {told}");
        let page = get(&format!("/{list}?stance=deny&after=none"));
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{list}");
        let start = format!("href=\"/{list}?stance=deny\"");
        assert!(page.body.contains(&start), "{list}");
    }
}

#[test]
fn the_network_shows_what_its_address_says() {
    let body = |address: &str| get(address).body;
    let plain = body("/network");
    assert!(plain.contains("viewBox=\"0.0 0.0 1000.0 660.0\""));
    assert!(!plain.contains("actor chosen"));
    let dated = json("/network.json?since=2023-07-01&until=2023-10-31");
    let actor = dated["places"][0]["id"].clone();
    let actor = actor.as_str().unwrap();
    let close = body(&format!(
        "/network?by={actor}&since=2023-07-01&until=2023-10-31&view=400,60,200"
    ));
    assert!(close.contains("viewBox=\"400.0 60.0 200.0 132.0\""));
    assert_eq!(close.matches("class=\"actor chosen\"").count(), 1);
    assert!(close.contains("name=\"since\" value=\"2023-07-01\""));
    assert!(close.contains("name=\"view\" value=\"400,60,200\""));
    let ties: Vec<String> = links(&close)
        .into_iter()
        .filter(|l| l.starts_with("/events?"))
        .collect();
    assert!(!ties.is_empty() && ties.iter().all(|tie| !tie.contains("view=")));
}

#[test]
fn events_come_most_told_first_or_by_day() {
    let list = |address: &str| json(address)["events"].as_array().unwrap().clone();
    let told: Vec<_> = list("/events.json?limit=100")
        .iter()
        .map(|e| (e["independent_origins"].as_u64(), e["documents"].as_u64()))
        .collect();
    assert!(told.is_sorted_by(|a, b| a >= b), "{told:?}");
    assert!(told.first() > told.last());
    let days: Vec<_> = list("/events.json?limit=100&order=day")
        .iter()
        .filter_map(|e| e["earliest"].as_str().map(str::to_owned))
        .collect();
    assert!(days.is_sorted(), "{days:?}");
}

#[test]
fn a_search_is_narrowed_to_a_field_an_outlet_and_days() {
    let total = |narrowed: &str| json(&format!("/search.json?q=Korea{narrowed}"))["total"].as_u64();
    let all = total("");
    let title = total("&in=title");
    assert!(title > Some(0) && title < all, "{title:?} of {all:?}");
    assert!(total("&outlet=Kestrel+Wire") > Some(0) && total("&outlet=Kestrel+Wire") < all);
    assert!(total("&until=2023-08-20") > Some(0) && total("&until=2023-08-20") < all);
    assert_eq!(total("&outlet=None"), Some(0));
}

#[test]
fn what_the_visitor_holds_is_not_sent_again() {
    let tag = get("/claims").headers["etag"].to_str().unwrap().to_owned();
    let request = Request::get("/claims")
        .header("host", "localhost")
        .header("if-none-match", &tag);
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let response = runtime
        .block_on(DESK.router.clone().oneshot(request))
        .unwrap();
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(response.headers()["etag"], tag.as_str());
}

#[test]
fn the_stream_tells_what_there_is_and_then_what_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("news.db");
    let engine = Engine::new(None, 1).unwrap();
    let add = |id: &str| {
        let path = folder.path().join(id).with_extension("jsonl");
        let line = format!(r#"{{"id":"{id}","text":"Norland denied report {id} on Friday."}}"#);
        #[expect(
            clippy::disallowed_methods,
            reason = "the test writes an article of its own"
        )]
        std::fs::write(&path, line).unwrap();
        let mut store = Store::open_or_create(&record).unwrap();
        engine
            .add(&mut store, &[Input::Path(path)], &mut |_| {})
            .unwrap();
    };
    add("one");
    let options = desk::Options {
        record: record.clone(),
        listen: "127.0.0.1:0".parse().unwrap(),
        token: None,
        pen: None,
        past: None,
    };
    let router = desk::router(&options).unwrap();
    let request = Request::get("/api/v1/new").header("host", "localhost");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let told = runtime.block_on(async {
        let response = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut pieces = response.into_body().into_data_stream();
        let first = pieces.next().await.unwrap().unwrap();
        add("two");
        [first, pieces.next().await.unwrap().unwrap()]
    });
    for (number, piece) in told.iter().enumerate() {
        let piece = String::from_utf8(piece.to_vec()).unwrap();
        assert!(piece.starts_with("event: new\ndata: {"), "{piece}");
        assert!(
            piece.contains(&format!("\"documents\":{}", number + 1)),
            "{piece}"
        );
    }
}

#[test]
fn a_past_day_shows_what_was_known_then_and_its_links_stay_there() {
    let now = json("/documents.json")["total"].as_u64();
    let then = json("/as-of/2023-08-20/documents.json")["total"].as_u64();
    assert!(then > Some(0) && then < now, "{then:?} of {now:?}");
    for address in [
        "/",
        "/claims",
        "/actors",
        "/network",
        "/search?q=Korea",
        "/changes",
        "/timeline",
    ] {
        let answer = get(&format!("/as-of/2023-08-20{address}"));
        check(address, &answer);
        assert!(answer.body.contains("as of 2023-08-20"), "{address}");
        for link in links(&answer.body) {
            let is_kept = link.starts_with("/as-of/2023-08-20/") || link.starts_with("/api/");
            let is_other_day = address == "/changes" && link.starts_with("/as-of/2023-");
            assert!(
                is_kept
                    || is_other_day
                    || ["/desk.css", "/desk.js", "/favicon.svg"].contains(&link.as_str()),
                "{address} leads to {link}"
            );
            if is_other_day && !is_kept {
                continue;
            }
            check(&link, &get(&link).or_followed());
        }
    }
    let claim = json("/as-of/2023-08-20/claims.json")["claims"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        get(&format!("/as-of/2023-08-20/claims/{claim}"))
            .body
            .contains("as of 2023-08-20")
    );
    assert_eq!(
        get("/as-of?day=2023-08-20").headers["location"],
        "/as-of/2023-08-20/"
    );
    assert_eq!(get("/as-of/2023-08-20/as-of?day=").headers["location"], "/");
}

#[test]
fn odd_filters_show_a_page() {
    for address in [
        "/claims?since=never&stance=%00",
        "/timeline?top=-1",
        "/events?type=%FF",
        "/documents?until=2023-99-99",
        "/search?q=%22%2A",
        "/actors?kind=x&about=%00",
        "/network?since=2023-99&by=%22",
        "/map?view=Nowhere&story=x",
        "/norms?status=never",
        "/changes?after=%FF",
        "/propositions?about=%25",
        "/documents?actor=x&added=2023",
    ] {
        assert_eq!(get(address).status, StatusCode::OK, "{address}");
    }
}

#[test]
fn only_reading_is_answered_and_only_under_names_of_this_machine() {
    let send = |request: Request<Body>| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime
            .block_on(DESK.router.clone().oneshot(request))
            .unwrap()
            .status()
    };
    let post = Request::post("/claims").header("host", "localhost");
    assert_eq!(
        send(post.body(Body::empty()).unwrap()),
        StatusCode::METHOD_NOT_ALLOWED
    );
    let foreign = Request::get("/").header("host", "evil.example");
    assert_eq!(
        send(foreign.body(Body::empty()).unwrap()),
        StatusCode::FORBIDDEN
    );
}
