//! Adding articles from the desk: they come in, what is wrong is named with its place, and strangers are refused.
//!
//! Each test has a record of its own with one article in it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use desk::{Parcel, Pen, Refused, Slip, Stage, Tray};
use engine::{Engine, Input, Store};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt;

const BOUNDARY: &str = "----a0b1c2";

struct Desk {
    router: Router,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

fn add(record: &Path, parcels: Vec<Parcel>) -> Result<Slip, String> {
    let engine = Engine::new(None, 1).map_err(|e| e.to_string())?;
    let mut store = Store::open_or_create(record).map_err(|e| e.to_string())?;
    let held = |p: Parcel| match p {
        Parcel::File { name, bytes } => Input::Held {
            name,
            bytes: bytes.into(),
        },
        Parcel::Address(address) => Input::Address(address),
    };
    let inputs: Vec<Input> = parcels.into_iter().map(held).collect();
    let added = engine.add(&mut store, &inputs, &mut |_| {});
    let added = added.map_err(|e| e.to_string())?;
    let refused = |r: engine::Refusal| Refused {
        place: r.at.input,
        line: r.at.line,
        what: r.problem.to_string(),
        help: r.problem.help().to_owned(),
    };
    Ok(Slip {
        read: added.read,
        known: added.known,
        other_languages: added.other_languages,
        refused: added.refused.into_iter().map(refused).collect(),
    })
}

fn open(tray: impl FnOnce(PathBuf) -> Option<Tray>) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("desk.db");
    let first = Parcel::File {
        name: "first.txt".to_owned(),
        bytes: b"Norland denied the report on Friday.".to_vec(),
    };
    add(&record, vec![first]).unwrap();
    let pen = Pen::new(|_| Err("no decisions here".to_owned())).unwrap();
    let pen = match tray(record.clone()) {
        Some(tray) => pen.with_tray(tray),
        None => pen,
    };
    let options = desk::Options {
        record,
        listen: "127.0.0.1:0".parse().unwrap(),
        token: None,
        past: None,
        pen: Some(pen),
    };
    Desk {
        router: desk::router(&options).unwrap(),
        _folder: folder,
    }
}

/// A desk that adds as the program does.
fn adding() -> Desk {
    open(|record| {
        Some(Tray::new(move |parcels, tell| {
            tell(Stage::Reading(1));
            add(&record, parcels)
        }))
    })
}

/// A part of a form: its name, the name of a file, and what is in it.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

impl Desk {
    fn send(&self, request: Request<Body>) -> Answer {
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

    fn get(&self, address: &str) -> Answer {
        let request = Request::get(address).header("host", "localhost:8400");
        self.send(request.body(Body::empty()).unwrap())
    }

    fn key(&self) -> String {
        let body = self.get("/add").body;
        let (_, rest) = body.split_once("name=\"key\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    fn post(&self, parts: &[Part<'_>], headers: &[(&str, &str)]) -> Answer {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map_or_else(String::new, |f| format!("; filename=\"{f}\""));
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
            );
            body.extend(head.as_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut request = Request::post("/add")
            .header("host", "localhost:8400")
            .header("content-type", kind);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).unwrap())
    }

    /// What became of the batch that an answer leads to.
    fn end(&self, answer: &Answer) -> (String, Value) {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = answer.headers["location"].to_str().unwrap().to_owned();
        for _ in 0..600 {
            let told = self.get(&format!("{page}.json")).body;
            let told: Value = serde_json::from_str(&told).unwrap();
            if ["done", "failed"].contains(&told["stage"].as_str().unwrap()) {
                return (page, told);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the batch is never done");
    }

    fn documents(&self) -> u64 {
        let told: Value = serde_json::from_str(&self.get("/documents.json").body).unwrap();
        told["total"].as_u64().unwrap()
    }
}

#[test]
fn files_come_in_and_what_is_wrong_is_named_with_its_place() {
    let desk = adding();
    let key = desk.key();
    let lines = b"{\"id\":\"x\",\"title\":\"<b>Sudland</b> protests\",\"text\":\"Sudland protested on Monday.\"}\n{\"text\":\n";
    let parts: [Part<'_>; 5] = [
        ("key", None, key.as_bytes()),
        ("what", None, b"files"),
        ("file", Some("wire.jsonl"), lines),
        ("file", Some("<img src=x>.pdf"), b"%PDF"),
        (
            "file",
            Some("second.txt"),
            b"Norland denied the report on Friday.",
        ),
    ];
    let own = [
        ("origin", "http://localhost:8400"),
        ("sec-fetch-site", "same-origin"),
    ];
    let (page, told) = desk.end(&desk.post(&parts, &own));
    assert_eq!(told["read"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(told["refused"][0]["place"], "wire.jsonl");
    assert_eq!(told["refused"][0]["line"], 2);
    assert!(
        told["refused"][1]["help"]
            .as_str()
            .unwrap()
            .contains(".txt")
    );
    assert_eq!(desk.documents(), 3);
    let shown = desk.get(&page).body;
    assert!(shown.contains("wire.jsonl</code>, line 2"), "{shown}");
    assert!(shown.contains("&lt;b&gt;Sudland") && shown.contains("&lt;img src"));
    assert!(!shown.contains("<b>Sudland") && !shown.contains("<img"));
    // The same once more changes nothing.
    let (_, again) = desk.end(&desk.post(&parts, &own));
    assert_eq!(again["read"].as_array().unwrap().len(), 0);
    assert_eq!(again["known"], 2);
}

#[test]
fn a_pasted_article_comes_in_with_what_is_said_of_it() {
    let desk = adding();
    let key = desk.key();
    let typed = |published: &'static str, text: &'static str| {
        let parts: [Part<'_>; 7] = [
            ("key", None, key.as_bytes()),
            ("what", None, b"article"),
            ("title", None, b"\"Quoted\" <i>title</i>"),
            ("outlet", None, b"Harbour Daily"),
            ("published", None, published.as_bytes()),
            ("url", None, b"https://harbour.example/1"),
            ("text", None, text.as_bytes()),
        ];
        desk.post(&parts, &[])
    };
    let wrong = typed("6 November", "Sudland protested.");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What was typed is still there, and the field says what is wrong.
    assert!(
        wrong.body.contains("&quot;Quoted&quot; &lt;i&gt;")
            && wrong.body.contains("Sudland protested.")
    );
    assert!(wrong.body.contains("YYYY-MM-DD") && wrong.body.contains("aria-invalid"));
    assert_eq!(typed("", " \n").status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.documents(), 1);
    let (_, told) = desk.end(&typed(
        "2023-11-06",
        "Sudland protested on Monday.\r\nNorland did not answer.",
    ));
    let id = told["read"][0].as_str().unwrap();
    let document: Value =
        serde_json::from_str(&desk.get(&format!("/documents/{id}.json")).body).unwrap();
    assert_eq!(
        document["text"],
        "Sudland protested on Monday.\nNorland did not answer."
    );
    assert_eq!(document["outlet"], "Harbour Daily");
    assert_eq!(document["earliest"], "2023-11-06");
    assert_eq!(document["uri"], "https://harbour.example/1");
}

#[test]
fn strangers_broken_forms_and_too_much_are_refused_and_add_nothing() {
    let desk = adding();
    let key = desk.key();
    let file: Part<'_> = ("file", Some("a.txt"), b"Sudland protested.");
    let with_key: [Part<'_>; 2] = [("key", None, key.as_bytes()), file];
    let wrong_key: [Part<'_>; 2] = [("key", None, b"0123456789abcdef0123456789abcdef"), file];
    let foreign: [&[(&str, &str)]; 3] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
    ];
    for headers in foreign {
        assert_eq!(
            desk.post(&with_key, headers).status,
            StatusCode::FORBIDDEN,
            "{headers:?}"
        );
    }
    assert_eq!(desk.post(&wrong_key, &[]).status, StatusCode::FORBIDDEN);
    // A key behind the file comes too late: the file would lie in memory by then.
    assert_eq!(
        desk.post(&[file, with_key[0]], &[]).status,
        StatusCode::FORBIDDEN
    );
    let plain = Request::post("/add")
        .header("host", "localhost")
        .body(Body::from("key=x"));
    assert_eq!(desk.send(plain.unwrap()).status, StatusCode::BAD_REQUEST);
    let large = vec![b'a'; 65 * 1024 * 1024];
    let parts: [Part<'_>; 2] = [with_key[0], ("file", Some("a.txt"), &large)];
    assert_eq!(desk.post(&parts, &[]).status, StatusCode::PAYLOAD_TOO_LARGE);
    let none: [Part<'_>; 3] = [
        with_key[0],
        ("what", None, b"files"),
        ("file", Some(""), b""),
    ];
    assert_eq!(
        desk.post(&none, &[]).status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(desk.documents(), 1);
    assert_eq!(desk.get("/add/1").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_batch_that_breaks_says_so_and_the_next_one_is_taken() {
    let desk = open(|_| {
        Some(Tray::new(|parcels: Vec<Parcel>, _| {
            assert_ne!(parcels[0].name(), "bomb.txt", "a bomb");
            Err("the disk is full".to_owned())
        }))
    });
    let key = desk.key();
    let send = |name: &'static str| {
        let parts: [Part<'_>; 2] = [
            ("key", None, key.as_bytes()),
            ("file", Some(name), b"Text."),
        ];
        desk.end(&desk.post(&parts, &[]))
    };
    let (page, told) = send("bomb.txt");
    assert!(told["error"].as_str().unwrap().contains("broke"), "{told}");
    assert!(desk.get(&page).body.contains("Not added"));
    assert_eq!(send("a.txt").1["error"], "the disk is full");
}

#[test]
fn a_desk_without_a_tray_takes_no_articles_and_shows_no_form() {
    let desk = open(|_| None);
    assert_eq!(desk.get("/add").status, StatusCode::NOT_FOUND);
    assert!(!desk.get("/").body.contains("href=\"/add\""));
    let parts: [Part<'_>; 1] = [("file", Some("a.txt"), b"Text.")];
    assert_eq!(
        desk.post(&parts, &[]).status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[test]
fn addresses_are_taken_only_where_that_is_allowed() {
    let form = |desk: &Desk, addresses: &str| {
        let key = desk.key();
        let parts: [Part<'_>; 3] = [
            ("key", None, key.as_bytes()),
            ("what", None, b"addresses"),
            ("addresses", None, addresses.as_bytes()),
        ];
        desk.post(&parts, &[])
    };
    let closed = adding();
    assert!(!closed.get("/add").body.contains("name=\"addresses\""));
    let refused = form(&closed, "https://harbour.example/1");
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("--fetch"));
    let open = open(|_| {
        let tray = Tray::new(|parcels: Vec<Parcel>, _| {
            let names: Vec<&str> = parcels.iter().map(Parcel::name).collect();
            Err(names.join(" "))
        });
        Some(tray.with_addresses())
    });
    assert!(open.get("/add").body.contains("name=\"addresses\""));
    for wrong in [
        "",
        "harbour.example",
        "https://a.example\nfile:///etc/passwd",
    ] {
        assert_eq!(
            form(&open, wrong).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong}"
        );
    }
    let (_, told) = open.end(&form(
        &open,
        "https://a.example/1\r\n\r\n http://b.example/feed ",
    ));
    assert_eq!(told["error"], "https://a.example/1 http://b.example/feed");
}
