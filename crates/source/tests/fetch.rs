//! What is fetched and what is refused, against a server of this machine.
//!
//! The server errs, stalls, redirects and changes; all requests go to the loopback network. Known limit: no server with a certificate, which this machine
//! cannot give itself.
//!
//! Example: a redirect to `file:` is refused, and so is one to a host that was not named.

mod server;

use jiff::Timestamp;
use server::{Answer, Server};
use source::{Answer as Got, Unfetched, Validators};
use source::{Articles, Columns, Fetcher, Found, Input, Manners, Network, RawArticle, Refusal};
use std::collections::BTreeSet;
use std::io::Write;
use std::time::Duration;

fn fetcher(server: &Server) -> Fetcher {
    Fetcher::new(Manners {
        pause: Duration::ZERO,
        patience: Duration::from_secs(2),
        private_hosts: BTreeSet::from([server.host()]),
    })
}

fn now() -> Timestamp {
    "2023-09-14T08:00:00Z".parse().unwrap()
}

fn get(server: &Server, path: &str) -> Result<Found, Unfetched> {
    let got = fetcher(server).get(&server.at(path), &Validators::default(), now());
    got.map(|answer| match answer {
        Got::Found(found) => found,
        Got::Unchanged => panic!("nothing was named that could be unchanged"),
    })
}

fn read(server: &Server, path: &str) -> Vec<Result<RawArticle, Refusal>> {
    let network = Network::new(fetcher(server), now());
    let inputs = [Input::from_argument(server.at(path))];
    let articles = Articles::new(&inputs, Columns::default()).with_network(network);
    articles.collect()
}

/// An answer, and none to the question for robots.txt.
fn without_robots(answer: impl Fn(&server::Request) -> Answer + Send + Sync + 'static) -> Server {
    Server::start(move |request| match request.path.as_str() {
        "/robots.txt" => Answer::status(404),
        _ => answer(request),
    })
}

const PAGE: &str = "<head><title>Envoy leaves</title></head><body><article><h1>Envoy leaves</h1><p>The envoy of Vossen left Larnica on Thursday, \
    his ministry said in a statement that named no reason.</p><p>Both sides had said on Monday that the talks would go on until the end of the week.</p></article></body>";

#[test]
fn an_answer_that_did_not_change_is_recognised() {
    let server = without_robots(|request| match request.header("if-none-match") {
        Some("\"1\"") => Answer::status(304),
        _ => Answer::Send(200, vec![("ETag", "\"1\"".into())], b"text".to_vec()),
    });
    let mut fetcher = fetcher(&server);
    let at = server.at("/feed");
    let Ok(Got::Found(found)) = fetcher.get(&at, &Validators::default(), now()) else {
        panic!()
    };
    assert_eq!(found.validators.etag.as_deref(), Some("\"1\""));
    let again = fetcher.get(&at, &found.validators, now());
    assert!(matches!(again, Ok(Got::Unchanged)));
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/feed"]);
}

#[test]
fn redirects_are_followed_but_not_for_ever_and_nowhere_else() {
    let server = without_robots(|request| match request.path.as_str() {
        "/old" => Answer::to("/new"),
        "/new" => Answer::of("text/plain", "here"),
        "/file" => Answer::to("file:///etc/passwd"),
        // The same machine by a name that nobody named.
        "/private" => Answer::to("http://localhost:9/x"),
        "/meta" => Answer::to("http://169.254.169.254/latest/meta-data/"),
        other => Answer::to(&format!("{other}x")),
    });
    let found = get(&server, "/old").unwrap();
    assert_eq!(
        (found.bytes.as_slice(), found.address),
        (b"here".as_slice(), server.at("/new"))
    );
    assert!(matches!(get(&server, "/file"), Err(Unfetched::Scheme(_))));
    assert!(matches!(
        get(&server, "/private"),
        Err(Unfetched::Private(_))
    ));
    assert!(matches!(get(&server, "/meta"), Err(Unfetched::Private(_))));
    assert_eq!(get(&server, "/a").unwrap_err(), Unfetched::Redirects);
}

#[test]
fn a_private_host_that_was_not_named_is_not_asked() {
    let server = without_robots(|_| Answer::of("text/plain", "secret"));
    let mut stranger = Fetcher::new(Manners::default());
    let refused = stranger.get(&server.at("/x"), &Validators::default(), now());
    assert_eq!(refused.unwrap_err(), Unfetched::Private(server.host()));
    assert!(server.asked().is_empty());
}

#[test]
fn robots_are_obeyed_and_a_server_that_cannot_tell_them_is_left_alone() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Answer::of("text/plain", "User-agent: *\nDisallow: /private/\n"),
        _ => Answer::of("text/plain", "here"),
    });
    assert!(get(&server, "/news").is_ok());
    assert!(matches!(
        get(&server, "/private/1"),
        Err(Unfetched::Robots(_))
    ));
    assert!(!server.asked().contains(&"/private/1".to_owned()));
    let broken = Server::start(|_| Answer::status(503));
    assert!(matches!(
        get(&broken, "/news"),
        Err(Unfetched::Status { code: 503, .. })
    ));
    assert_eq!(broken.asked(), ["/robots.txt"]);
}

#[test]
fn errors_stalls_and_broken_answers_cost_only_themselves() {
    let server = without_robots(|request| match request.path.as_str() {
        "/late" => Answer::Send(429, vec![("Retry-After", "90".into())], vec![]),
        "/gone" => Answer::status(410),
        "/stall" => Answer::Stall,
        _ => Answer::Break,
    });
    let wait = Some(Duration::from_secs(90));
    let late = Unfetched::Status {
        code: 429,
        retry_after: wait,
    };
    assert_eq!(get(&server, "/late").unwrap_err(), late);
    assert!(get(&server, "/gone").unwrap_err().is_gone());
    assert_eq!(get(&server, "/stall").unwrap_err(), Unfetched::TimedOut(2));
    assert!(matches!(get(&server, "/broken"), Err(Unfetched::Failed(_))));
}

#[test]
fn an_answer_that_unpacks_without_end_is_refused() {
    let server = without_robots(|_| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            packer.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
        let headers = vec![("Content-Encoding", "gzip".into())];
        Answer::Send(200, headers, packer.finish().unwrap())
    });
    assert_eq!(get(&server, "/bomb").unwrap_err(), Unfetched::TooLarge);
}

#[test]
fn a_page_and_a_feed_of_summaries_become_articles() {
    let server = without_robots(|request| match request.path.as_str() {
        "/feed" => {
            let host = request.header("host").unwrap();
            Answer::of(
                "text/html", // Many servers name their feeds so.
                format!(
                    "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Daily</title>\
                     <item><title>Envoy goes</title><link>http://{host}/page</link><pubDate>Thu, 14 Sep 2023 08:00:00 GMT</pubDate><description>Short.</description></item>\
                     <item><title>Whole</title><link>http://{host}/whole</link><content:encoded>&lt;p&gt;All of it stands here.&lt;/p&gt;</content:encoded></item>\
                     <item><title>Lost</title><link>http://{host}/lost</link><description>Short.</description></item></channel></rss>"
                ),
            )
        }
        "/page" => Answer::page(PAGE),
        _ => Answer::status(404),
    });
    let alone = read(&server, "/page").pop().unwrap().unwrap();
    assert_eq!(alone.uri, Some(server.at("/page")));
    assert!(alone.page.unwrap().contains("The envoy of Vossen"));
    server.asked();
    let found = read(&server, "/feed");
    let first = found[0].as_ref().unwrap();
    assert_eq!(first.title.as_deref(), Some("Envoy goes"));
    assert_eq!(first.outlet.as_deref(), Some("The Daily"));
    assert_eq!(first.published.unwrap().0.to_string(), "2023-09-14");
    assert!(first.page.as_ref().unwrap().contains("The envoy of Vossen"));
    assert_eq!(found[1].as_ref().unwrap().text, "All of it stands here.");
    let lost = found[2].as_ref().unwrap_err().to_string();
    assert!(lost.contains("404") && lost.contains("/lost"), "{lost}");
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/page", "/lost"]);
}

#[test]
fn without_leave_to_fetch_an_address_is_refused() {
    let inputs = [Input::from_argument("https://news.example/a")];
    let found: Vec<_> = Articles::new(&inputs, Columns::default()).collect();
    let refused = found[0].as_ref().unwrap_err().to_string();
    assert!(
        refused.starts_with("https://news.example/a: an address"),
        "{refused}"
    );
}
