//! What `watch` and `add` do with feeds and addresses, against a server of this machine that errs and changes.
//!
//! Composed sentences on one accusation and its denial. Known limit: the rules of fetching are tested in `source`.
//!
//! Example: the denial that a feed names in the second round is printed as a new dispute.

mod program;
#[path = "../../source/tests/server/mod.rs"]
mod server;

use program::{Program, Run};
use serde_json::Value;
use server::{Answer, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const ACCUSED: &str = "Norway accused Sweden of sending arms to Larnica. The accusation was made on Tuesday by its foreign ministry in Oslo.";
const DENIED: &str = "Sweden denied that it had sent arms to Larnica. The denial came on Wednesday from its defence ministry in Stockholm.";

fn item(host: &str, name: &str, day: u32) -> String {
    format!(
        "<item><title>{name}</title><link>http://{host}/{name}</link><pubDate>{day:02} Feb 2024 08:00:00 GMT</pubDate><description>Short.</description></item>"
    )
}

fn feed(items: &str) -> Answer {
    let text = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Daily</title>{items}</channel></rss>"
    );
    Answer::of("application/rss+xml", text)
}

fn page(text: &str) -> Answer {
    Answer::page(&format!(
        "<head><title>News</title></head><body><article><p>{text}</p></article></body>"
    ))
}

/// A feed whose rounds the test counts: first the accusation, then also the denial, whose page fails once.
fn affair() -> (Server, Arc<AtomicUsize>) {
    let stage = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&stage);
    let failed = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let host = request.header("host").unwrap_or_default();
        let is_late = now.load(Ordering::SeqCst) > 0;
        match request.path.as_str() {
            "/feed" if is_late => feed(&(item(host, "accused", 20) + &item(host, "denied", 21))),
            "/feed" => feed(&item(host, "accused", 20)),
            "/accused" => page(ACCUSED),
            "/denied" if failed.fetch_add(1, Ordering::SeqCst) == 0 => Answer::status(500),
            "/denied" => page(DENIED),
            "/down" => Answer::status(503),
            "/gone" => Answer::status(410),
            _ => Answer::status(404),
        }
    });
    (server, stage)
}

fn feeds(program: &Program, server: &Server, paths: &[&str]) {
    let table = |path: &&str| {
        let address = server.at(path);
        format!("[[feed]]\naddress = \"{address}\"\nevery = \"1ms\"\nprivate = true\n")
    };
    program.write("feeds.toml", paths.iter().map(table).collect::<String>());
}

fn round(program: &Program) -> Run {
    program.run(&[
        "watch",
        "feeds.toml",
        "--once",
        "--pause",
        "0",
        "--record",
        "r.db",
    ])
}

#[test]
fn a_watch_adds_what_is_new_prints_what_that_changes_and_asks_for_nothing_twice() {
    let program = Program::new();
    let (server, stage) = affair();
    feeds(&program, &server, &["/feed"]);
    let first = round(&program);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.out.contains("added document The Daily: accused"),
        "{}",
        first.out
    );
    assert!(first.out.contains("new event"), "{}", first.out);
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/accused"]);

    let same = round(&program);
    assert_eq!((same.code, same.out.as_str()), (1, ""));
    assert_eq!(server.asked(), ["/robots.txt", "/feed"]);

    stage.store(1, Ordering::SeqCst);
    let failing = round(&program);
    assert_eq!(failing.code, 2, "{}", failing.err);
    assert!(
        failing
            .err
            .contains("/denied: cannot be fetched: the server answered 500"),
        "{}",
        failing.err
    );
    let denial = round(&program);
    assert_eq!(denial.code, 0, "{}", denial.err);
    assert!(denial.out.contains("new dispute denial"), "{}", denial.out);
    assert!(
        denial.out.contains("denied that it had sent arms"),
        "{}",
        denial.out
    );

    let log = program.done(&[
        "log", "--kind", "dispute", "--format", "json", "--record", "r.db",
    ]);
    let rows: Vec<Value> = serde_json::from_str(&log).unwrap();
    assert_eq!((rows.len(), &rows[0]["what"]), (1, &Value::from("new")));
}

#[test]
fn a_feed_that_fails_costs_only_itself_and_waits_longer_each_time() {
    let program = Program::new();
    let (server, _) = affair();
    feeds(&program, &server, &["/down", "/gone", "/feed"]);
    let run = round(&program);
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("/down: cannot be fetched: the server answered 503"),
        "{}",
        run.err
    );
    assert!(
        run.err
            .contains("/gone: cannot be fetched: the server answered 410"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("asked again never again") || run.err.contains("never again"),
        "{}",
        run.err
    );
    assert!(run.out.contains("added document"), "{}", run.out);
    server.asked();
    round(&program);
    assert!(!server.asked().contains(&"/gone".to_owned()));
}

#[test]
fn the_record_does_not_show_whether_its_articles_came_by_a_watch() {
    let program = Program::new();
    let (server, stage) = affair();
    stage.store(1, Ordering::SeqCst);
    feeds(&program, &server, &["/feed"]);
    round(&program);
    round(&program);
    let host = server.host();
    let added = program.run(&[
        "add",
        &server.at("/feed"),
        "--private-host",
        &host,
        "--record",
        "a.db",
    ]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert_eq!(program.export("r.db"), program.export("a.db"));
}

#[test]
fn a_host_of_ones_own_network_is_not_asked_unless_it_is_named() {
    let program = Program::new();
    let (server, _) = affair();
    let run = program.run(&["add", &server.at("/accused"), "--record", "r.db"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("has no public address"), "{}", run.err);
    assert!(server.asked().is_empty());
}

#[test]
fn a_wrong_file_of_feeds_is_named_with_its_line() {
    let program = Program::new();
    program.write("feeds.toml", "[[feed]]\nadress = \"https://a.example/f\"\n");
    let run = round(&program);
    assert_eq!(run.code, 3);
    assert!(
        run.err.contains("feeds.toml:2: unknown field `adress`"),
        "{}",
        run.err
    );
}
