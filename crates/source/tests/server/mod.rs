//! A web server of this machine that errs, stalls, redirects and changes, for tests of what fetches.
//!
//! Takes a function from requests to answers; serves it on a port of the loopback network until dropped, and remembers what was asked. Known limit: one
//! request a connection.
//!
//! Example: `Server::start(|request| Answer::page("<p>Hello.</p>"))`.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request: its path and its headers, names in lower case.
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered.
pub(crate) enum Answer {
    /// Status line, headers and body.
    Send(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The head, and then nothing for a while.
    Stall,
    /// The connection is closed in the middle of the body.
    Break,
}

impl Answer {
    pub(crate) fn of(media: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Send(200, vec![("Content-Type", media.to_owned())], body.into())
    }

    pub(crate) fn page(body: &str) -> Self {
        Self::of(
            "text/html; charset=utf-8",
            format!("<!doctype html><html>{body}</html>"),
        )
    }

    pub(crate) fn status(code: u16) -> Self {
        Self::Send(code, vec![], vec![])
    }

    pub(crate) fn to(place: &str) -> Self {
        Self::Send(302, vec![("Location", place.to_owned())], vec![])
    }
}

type Handler = dyn Fn(&Request) -> Answer + Send + Sync;

pub(crate) struct Server {
    host: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start(handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (handler, log): (Arc<Handler>, _) = (Arc::new(handler), Arc::clone(&asked));
        // The thread ends with the test program.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (handler, log) = (Arc::clone(&handler), Arc::clone(&log));
                thread::spawn(move || serve(&stream, &*handler, &log));
            }
        });
        Self { host, asked }
    }

    /// Host and port.
    pub(crate) fn host(&self) -> String {
        self.host.clone()
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// Paths that were asked for since the last call, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn serve(stream: &TcpStream, handler: &Handler, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let headers = lines.take_while(|l| !l.is_empty()).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let headers = headers.collect();
    log.lock().unwrap().push(path.clone());
    answer(stream, handler(&Request { path, headers }));
    let _ = stream.shutdown(Shutdown::Both);
}

fn answer(mut stream: &TcpStream, answer: Answer) {
    // A client that has gone away is what some tests are about.
    let mut send = |bytes: &[u8]| {
        let _ = stream.write_all(bytes);
    };
    match answer {
        Answer::Send(code, headers, body) => {
            let length = body.len();
            let head = format!("HTTP/1.1 {code} X\r\nContent-Length: {length}\r\n");
            send(head.as_bytes());
            for (name, value) in headers {
                send(format!("{name}: {value}\r\n").as_bytes());
            }
            send(b"Connection: close\r\n\r\n");
            send(&body);
        }
        Answer::Stall => {
            send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>");
            thread::sleep(Duration::from_secs(20));
        }
        Answer::Break => send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>"),
    }
}
