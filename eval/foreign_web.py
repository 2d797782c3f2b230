#!/usr/bin/env python3
"""Show the timeline of an export in TimelineJS, in Chromium.

    python eval/foreign_web.py FOLDER MODULES BROWSER     with FOLDER/timeline.json, MODULES a node_modules folder with @knight-lab/timelinejs

The page is served from this machine alone. TimelineJS must draw a marker and a slide for each event, with its headline and its day, show the first and, a step on, the next; every
status must have a row of its own; nothing may be asked of another address, be told as an error in the console, or run as script out of the words of articles. Exit code 1 with the
reason where that is not so.
"""
import functools
import http.server
import json
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Timeline</title><link rel="stylesheet" href="dist/css/timeline.css">
<div id="timeline" style="width: 1200px; height: 800px"></div><script src="dist/js/timeline.js"></script>
<script>window.timeline = new TL.Timeline("timeline", location.origin + "/timeline.json", {language: "en", font: null, script_path: location.origin + "/dist/js/"});</script></html>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing."""


def served(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def shown(page, events):
    page.wait_for_function("window.timeline && window.timeline.ready", timeout=60_000)
    slides, markers = page.locator(".tl-slide"), page.locator(".tl-timemarker")
    assert markers.count() == len(events), f"{markers.count()} markers of {len(events)} events"
    assert slides.count() == len(events) + 1, f"{slides.count()} slides of {len(events)} events and a title"
    rows = {row.lower() for row in page.locator(".tl-timegroup-message").all_inner_texts() if row}
    assert rows == {e["group"] for e in events}, f"rows {rows}"
    told = {page.locator(f"#{e['unique_id']}-marker .tl-headline").inner_text() for e in events}
    assert all(told), "a marker has no headline"
    for number, event in enumerate(events[:2]):
        page.evaluate("id => window.timeline.goToId(id)", event["unique_id"])
        slide = page.locator(f"#{event['unique_id']}")
        slide.wait_for(state="visible")
        words = slide.inner_text()
        assert str(event["start_date"]["year"]) in words, f"slide {number} has no day: {words}"
        assert "independent origin" in words, f"slide {number}: {words}"


def main(folder, modules, browser):
    site = folder / "timeline-site"
    shutil.copytree(modules / "@knight-lab/timelinejs/dist", site / "dist")
    shutil.copy(folder / "timeline.json", site / "timeline.json")
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    events = json.loads((folder / "timeline.json").read_text(encoding="utf-8"))["events"]
    assert events, "no events to draw"
    address = served(site)
    wrong = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=FLAGS)
        page = chromium.new_page(viewport={"width": 1200, "height": 800})
        page.on("request", lambda r: r.url.startswith((address, "data:", "blob:")) or wrong.append(f"asked {r.url}"))
        page.on("response", lambda r: r.status >= 400 and not r.url.endswith("favicon.ico") and wrong.append(f"{r.status} {r.url}"))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("dialog", lambda d: wrong.append(f"a dialog: {d.message}"))
        page.goto(address)
        shown(page, events)
        struck = page.evaluate("window.struck")
        chromium.close()
    assert struck is None and not wrong, wrong or "words of an article ran"
    print(f"timelinejs: {len(events)} events drawn with headline, day and words, in rows by status; nothing asked elsewhere")


main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
