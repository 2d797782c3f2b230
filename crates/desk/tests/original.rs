//! The page that a document was read from: kept, shown harmlessly, and gone with its document.
//!
//! Each test has a record of its own with one hostile page and one text. Whether a browser runs none of it is tested in `eval/desk.py`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use engine::{Engine, Input, Store};
use model::{ContentHash, Id};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

/// A page that tries every way out.
const HOSTILE: &str = r#"<!DOCTYPE html><html><head><title>Envoy denies report</title>
<meta http-equiv="refresh" content="0;url=https://evil.example/moved"><base href="https://evil.example/">
<link rel="preconnect" href="https://evil.example"><link rel="stylesheet" href="https://evil.example/a.css">
<script>document.title = "taken"</script></head>
<body onload="document.title = 'taken'"><article><h1>Envoy denies report</h1>
<p>The envoy of Norland denied on Friday that the freighter had left the port of Larnica with arms for the rebels.</p>
<p>The ministry said in a statement that the report was false and that no ship had been loaded in August this year.</p>
<p>Officials in the capital promised to publish the papers of the harbour within a week, according to the agency.</p></article>
<img src="https://evil.example/seen.gif"><iframe src="https://evil.example/"></iframe>
<form action="https://evil.example/steal"><button>Read on</button></form>
<a href="javascript:document.title='taken'">More</a></body></html>"#;

struct Desk {
    router: Router,
    folder: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

fn held(name: &str, text: &str) -> Input {
    Input::Held {
        name: name.to_owned(),
        bytes: text.as_bytes().into(),
    }
}

impl Desk {
    /// On a record of `inputs`.
    fn open(inputs: &[Input]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("desk.db");
        let engine = Engine::new(None, 1).unwrap();
        let mut store = Store::open_or_create(&record).unwrap();
        engine.add(&mut store, inputs, &mut |_| {}).unwrap();
        drop(store);
        let options = desk::Options {
            record,
            listen: "127.0.0.1:0".parse().unwrap(),
            token: None,
            past: None,
            pen: None,
        };
        Self {
            router: desk::router(&options).unwrap(),
            folder,
        }
    }

    fn store(&self) -> Store {
        Store::open(self.folder.path().join("desk.db")).unwrap()
    }

    fn get(&self, address: &str) -> Answer {
        let request = Request::get(address).header("host", "localhost:8400");
        let request = request.body(Body::empty()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }

    fn only_document(&self) -> Id {
        self.store().ids().unwrap().pop().unwrap()
    }
}

#[test]
fn a_hostile_page_is_shown_as_it_came_and_does_nothing() {
    let desk = Desk::open(&[held("page.html", HOSTILE)]);
    let id = desk.only_document();
    let shown = desk.get(&format!("/documents/{id}/original"));
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("<h1>Envoy denies report</h1>"));
    for way in ["<meta", "<base", "<link", "<a "] {
        assert!(!shown.body.contains(way), "{way}");
    }
    let policy = shown.headers["content-security-policy"].to_str().unwrap();
    let rules: Vec<&str> = policy.split("; ").collect();
    for rule in [
        "default-src 'none'",
        "img-src data:",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "sandbox",
    ] {
        assert!(rules.contains(&rule), "{rule} is not in {policy}");
    }
    assert!(!policy.contains("script") && !policy.contains("'self'"));
    assert_eq!(shown.headers["x-frame-options"], "DENY");
    assert_eq!(shown.headers["x-dns-prefetch-control"], "off");
    let type_ = shown.headers["content-type"].to_str().unwrap();
    assert_eq!(type_, "text/html; charset=utf-8");
    let twin = desk.get(&format!("/documents/{id}/original.json"));
    let told: Value = serde_json::from_str(&twin.body).unwrap();
    assert_eq!(told["markup"], HOSTILE);
}

#[test]
fn a_document_leads_to_its_page_and_text_alone_has_none() {
    let desk = Desk::open(&[held("page.html", HOSTILE)]);
    let id = desk.only_document();
    let document = desk.get(&format!("/documents/{id}"));
    let href = format!("/documents/{id}/original");
    assert!(document.body.contains(&format!("href=\"{href}\"")));
    let told = desk.get(&format!("/api/v1/documents/{id}")).body;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["original"]["href"], href.as_str());
    assert_eq!(told["original"]["bytes"], HOSTILE.len());
    let desk = Desk::open(&[held("text.txt", "Norland denied the report on Friday.")]);
    let id = desk.only_document();
    let document = desk.get(&format!("/documents/{id}"));
    assert!(!document.body.contains("/original"));
    let none = desk.get(&format!("/documents/{id}/original"));
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.body.contains("came as text"));
}

#[test]
fn a_page_without_end_is_not_kept_and_its_document_says_so() {
    let padding = "<!-- padding -->".repeat(200_000);
    let long = HOSTILE.replace("</body>", &format!("{padding}</body>"));
    let desk = Desk::open(&[held("page.html", &long)]);
    let id = desk.only_document();
    let document = desk.get(&format!("/documents/{id}"));
    assert!(document.body.contains("not kept: it is too long (3.2 MB)"));
    let none = desk.get(&format!("/documents/{id}/original"));
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.body.contains("3.2 MB"), "{}", none.body);
}

#[test]
fn a_page_comes_with_its_article_again_and_goes_with_its_document() {
    let desk = Desk::open(&[held("page.html", HOSTILE)]);
    let id = desk.only_document();
    let engine = Engine::new(None, 1).unwrap();
    let mut store = desk.store();
    engine.rebuild(&mut store, &mut |_| {}).unwrap();
    assert!(store.page(&id).unwrap().is_some());
    assert!(store.remove(&id).unwrap());
    assert_eq!(store.page(&id).unwrap(), None);
    // As a record that was made before pages were kept.
    let bare = engine.read(engine::RawArticle {
        input_id: "page.html".to_owned(),
        page: Some(HOSTILE.to_owned()),
        original: ContentHash::of(HOSTILE.as_bytes()),
        ..engine::RawArticle::default()
    });
    let version = engine.lexicon().version.clone();
    store.put(&[bare.unwrap()], &version).unwrap();
    let id = store.ids().unwrap().pop().unwrap();
    assert_eq!(store.page(&id).unwrap(), None);
    let again = [held("page.html", HOSTILE)];
    let added = engine.add(&mut store, &again, &mut |_| {}).unwrap();
    assert_eq!((added.known, added.read.len()), (1, 0));
    assert!(store.page(&id).unwrap().is_some());
}
