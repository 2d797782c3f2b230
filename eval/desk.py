"""Checks the desk in Chromium: `onrecord serve` on the example articles and on one hostile article.

Takes the program, a browser and a scratch folder; walks every kind of page in both themes and at the width of a phone.
Fails on a message in the console, a request to another address, a serious finding of axe-core (contrast, labels, order of
headings and the like), a page wider than its screen, text of an article that runs as script, a page that shows in a
foreign frame, and on steps that a person would take by mouse, by keyboard alone and without script. `--shots FOLDER` keeps
the pictures of docs/desk.md.

Usage: bash eval/desk.sh, which installs what this needs.
"""

import argparse
import contextlib
import functools
import http.server
import json
import pathlib
import re
import subprocess
import sys
import threading
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
HOSTILE = {
    "id": "<script>window.struck=1</script>",
    "title": "<script>window.struck=2</script><img src=x onerror='window.struck=3'>",
    "outlet": "\"><script>window.struck=4</script>",
    "url": "javascript:window.struck=5",
    "published": "2023-11-06",
    "text": "The harbour office of <script>window.struck=6</script> Larnica denied on Friday that the freighter "
            "\"><svg onload='window.struck=7'> had left port. Norland sold rifles to Sudland on Monday.",
}
# A page that asks for the address in every way that needs no click, and offers some that do.
ASKING = """<!DOCTYPE html><html><head><title>Harbour closed</title><base href="{there}/base/"><meta http-equiv="refresh" content="0;url={there}/moved">
<meta http-equiv="x-dns-prefetch-control" content="on"><link rel="preconnect" href="{there}"><link rel="prefetch" href="{there}/ahead"><link rel="stylesheet" href="{there}/a.css">
<link rel="icon" href="{there}/icon"><style>@import "{there}/b.css"; @font-face {{ font-family: f; src: url({there}/font) }} p {{ font-family: f; background: url({there}/back) }}</style>
<script>location = "{there}/script"</script></head><body onload="location = '{there}/load'"><article><h1>Harbour closed</h1>
<p>The harbour office of Larnica said on Friday that the port had been closed after Norland denied the sale of rifles.</p>
<p>A spokesman of the ministry said that no freighter had left the harbour since Monday and that the report was false.</p></article>
<img src="{there}/img" srcset="{there}/set 2x"><img src="relative"><iframe src="{there}/frame"></iframe><iframe srcdoc="&lt;link rel=preconnect href={there}&gt;"></iframe><math><mtext href="{there}/math">Sum</mtext></math><video src="{there}/video" poster="{there}/poster" autoplay></video>
<object data="{there}/object"></object><embed src="{there}/embed"><svg><image href="{there}/image"/><use href="{there}/use#a"/></svg>
<form action="{there}/form"><input name="q" autofocus><button>Send</button></form><a href="{there}/click" ping="{there}/ping">More</a></body></html>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing."""


class Failed(Exception):
    """What does not hold, in words."""


def check(holds, words):
    if not holds:
        raise Failed(words)


@contextlib.contextmanager
def desk(program, record):
    """The address of a desk on `record`, as long as the block lasts."""
    process = subprocess.Popen([program, "serve", "--record", record, "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr:
            if found := re.search(r"http://[^/]+", line):
                yield found.group(0)
                return
        raise Failed("the desk does not open")
    finally:
        process.terminate()
        process.wait()


def twin(base, path):
    with urllib.request.urlopen(base + path) as answer:
        return json.load(answer)


def addresses(base):
    """One page of every kind."""
    first = {kind: twin(base, f"/{kind}.json")[kind][0]["id"] for kind in ("documents", "events", "claims", "disputes", "actors", "propositions")}
    first["stories"] = twin(base, "/index.json")["stories"][0]["id"]
    first["norms"] = twin(base, "/norms.json")["possible_breaches"][0]["norm"]["id"]
    lists = ["/", "/stories", "/timeline", "/events", "/claims", "/disputes", "/actors", "/propositions", "/network", "/map", "/norms", "/documents", "/changes", "/decisions", "/add",
             "/claims?by=RUS", "/timeline?status=planned&since=2023-09-01", "/claims?after=none",
             "/search?q=shells", "/as-of/2023-08-31/", "/as-of/2023-08-31/claims", "/nothing"]
    return lists + [f"/{kind}/{of}" for kind, of in sorted(first.items())]


def page(context, base, complaints):
    """A page of the browser that notes what a user would not see."""
    shown = context.new_page()
    shown.on("console", lambda m: complaints.append(f"{shown.url}: {m.text}") if m.type in ("error", "warning") and not re.search("status of 40[04]", m.text) else None)
    shown.on("pageerror", lambda e: complaints.append(f"{shown.url}: {e}"))
    shown.on("dialog", lambda d: (complaints.append(f"{shown.url}: a dialog"), d.dismiss()))
    shown.on("request", lambda r: complaints.append(f"asks {r.url}") if not r.url.startswith(base) else None)
    return shown


def walk(browser, base):
    """Every kind of page: wide in both themes under axe, and on a phone."""
    complaints, axe = [], Axe()
    for theme in ("light", "dark"):
        for screen in (WIDE, PHONE):
            with browser.new_context(viewport=screen, color_scheme=theme) as context:
                shown = page(context, base, complaints)
                for path in addresses(base):
                    shown.goto(base + path)
                    shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                    if shown.locator("h1").count() != 1:
                        complaints.append(f"{path} has no heading of its own")
                    wide = shown.evaluate("document.documentElement.scrollWidth")
                    if wide > screen["width"]:
                        complaints.append(f"{path} is {wide} wide on a screen of {screen['width']}")
                    for found in axe.run(shown).response["violations"]:
                        if found["impact"] in ("serious", "critical"):
                            at = [(node["html"][:90], node["failureSummary"].split("\n")[1].strip()[:150]) for node in found["nodes"][:2]]
                            complaints.append(f"{path} ({theme}, {screen['width']}): {found['id']}: {at}")
    check(not complaints, "\n  ".join(dict.fromkeys(complaints)))


def steps(browser, base):
    """What a person does with the mouse: every number leads to its list, every quote to its words."""
    complaints = []
    with browser.new_context(viewport=WIDE) as context:
        shown = page(context, base, complaints)
        shown.goto(base + "/claims")
        facet = shown.locator(".facet a").first
        count = facet.locator("b").inner_text()
        facet.click()
        check("by=" in shown.url and shown.locator("h1").inner_text().startswith(count + " "), "a facet does not lead to as many claims")
        shown.locator(".chosen a").first.click()
        check("by=" not in shown.url, "a filter cannot be taken out")
        quote = shown.locator("a.words").first
        words = quote.locator("mark").inner_text()
        quote.click()
        pointed = "".join(shown.locator(".pointed").all_inner_texts())
        check(pointed == words, f"the quote of {words!r} points to {pointed!r}")
        check(shown.locator(".pointed").first.is_visible(), "the words are not in sight")
        shown.goto(base + "/events")
        column = shown.locator(".strip a").first
        count = column.get_attribute("aria-label").split(": ")[1]
        column.locator("rect").first.click(force=True)
        check(shown.locator("h1").inner_text().startswith(count + " "), "a column does not lead to as many events")
        shown.goto(base + "/network")
        before = shown.locator(".net text").evaluate_all("all => all.map(t => [t.textContent, t.getAttribute('x')])")
        shown.locator(".facet a").first.click()
        after = shown.locator(".net text").evaluate_all("all => all.map(t => [t.textContent, t.getAttribute('x')])")
        check(all(place in before for place in after), "an actor of the network has moved")
        shown.emulate_media(media="print")
        check(not shown.locator("header nav").is_visible(), "the navigation is printed")
    check(not complaints, "\n  ".join(complaints))


def keys(browser, base):
    """The same by keyboard alone."""
    with browser.new_context(viewport=WIDE) as context:
        shown = page(context, base, [])
        focused = lambda script: shown.evaluate(f"document.activeElement.{script}")
        shown.goto(base + "/")
        shown.keyboard.press("Tab")
        check(focused("className") == "skip", "the first key does not reach the way past the navigation")
        seen = set()
        for _ in range(13):
            shown.keyboard.press("Tab")
            seen.add(focused("textContent"))
            outline = shown.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            check(outline != "none", f"focus on {focused('textContent')!r} is not to be seen")
        check({"Claims", "Network", "Documents"} <= seen, "the navigation cannot be walked")
        shown.keyboard.press("/")
        shown.keyboard.type("shells")
        shown.keyboard.press("Enter")
        shown.wait_for_url("**/search?q=shells")
        shown.keyboard.press("j")
        check(focused("closest('.entry') !== null"), "j does not reach an entry")
        shown.keyboard.press("j")
        shown.keyboard.press("Enter")
        shown.wait_for_url("**/documents/**")
        check("shells" in "".join(shown.locator(".pointed").all_inner_texts()).lower(), "the keys do not lead to the words")


def without_script(browser, base):
    with browser.new_context(viewport=WIDE, java_script_enabled=False) as context:
        shown = context.new_page()
        for path in addresses(base):
            shown.goto(base + path)
            check(shown.locator("main").inner_text().strip() != "", f"{path} is empty without script")
        shown.goto(base + "/claims?stance=deny")
        shown.locator("a.words").first.click()
        check(shown.locator(".pointed").count() > 0, "a quote needs script")


def corrections(browser, base):
    """Two events are joined and set apart again, with script and without."""
    for script in (True, False):
        with browser.new_context(viewport=WIDE, java_script_enabled=script) as context:
            shown = context.new_page()
            before = twin(base, "/events.json")
            events = [event["id"] for event in before["events"]]
            shown.goto(f"{base}/events/{events[0]}")
            shown.locator(".correct summary").click()
            join = shown.locator("form", has=shown.get_by_role("button", name="Join"))
            join.locator("[name=with]").fill(f"{base}/events/{events[1]}")
            join.get_by_label("Your name").fill("A. Reader")
            join.get_by_label("Why").fill("one and the same")
            join.get_by_role("button").click()
            shown.wait_for_url("**/decisions")
            check("one and the same" in shown.locator("main").inner_text(), "a join is not shown")
            check(twin(base, "/events.json")["total"] == before["total"] - 1, "two joined events are still two")
            shown.locator("main .entry a").first.click()
            check("A. Reader" in shown.locator("main").inner_text(), "the joined event does not say who joined it")
            shown.get_by_role("button", name="Take back").click()
            shown.wait_for_url("**/decisions")
            check(twin(base, "/events.json") == before, "what was taken back still holds")


def lay_down(shown, address, button, **fields):
    """Fills the form with `button` on the page at `address` and sends it."""
    shown.goto(address)
    shown.locator(".correct summary").click()
    form = shown.locator(".correct form", has=shown.get_by_role("button", name=button))
    for name, value in {"by": "A. Reader", **fields}.items():
        form.locator(f"[name={name}]").fill(value)
    form.get_by_role("button").click()
    shown.wait_for_url("**/decisions")


def take_back_all(shown, base):
    shown.goto(base + "/decisions")
    while shown.get_by_role("button", name="Take back").count():
        shown.get_by_role("button", name="Take back").first.click()
        shown.wait_for_load_state()


def marks(browser, base):
    """A claim is marked as wrong, an event and a document are dated, a note is written: seen where they stand, and taken back."""
    of = lambda kind: twin(base, f"/{kind}.json")[kind][0]["id"]
    claim, event, document, about = of("claims"), of("events"), of("documents"), of("propositions")
    dispute = twin(base, "/disputes.json")["disputes"][0]
    denial = dispute["against"][0]["id"]
    states = lambda: [twin(base, f"/{path}.json") for path in (f"claims/{claim}", f"events/{event}", f"documents/{document}", f"propositions/{about}", "disputes")]
    for script in (True, False):
        complaints, before = [], states()
        with browser.new_context(viewport=WIDE, java_script_enabled=script) as context:
            shown = page(context, base, complaints)
            text = lambda path: (shown.goto(base + path), shown.locator("main").inner_text())[1]
            lay_down(shown, f"{base}/claims/{claim}", "Mark as wrong", why="he only quotes")
            lay_down(shown, f"{base}/claims/{denial}", "Mark as wrong")
            lay_down(shown, f"{base}/events/{event}", "Set the date", days="2023-08-02/2023-08-03", why="the ministry's page")
            lay_down(shown, f"{base}/documents/{document}", "Set the date", days="2023-08")
            lay_down(shown, f"{base}/propositions/{about}", "Keep the note", words="ask the ministry")
            listed = text("/decisions")
            for words in ("he only quotes", "2023-08-02/2023-08-03", "the ministry's page", "2023-08-01/2023-08-31", "ask the ministry"):
                check(words in listed, f"{words!r} is not among the decisions")
            check("marked wrong by A. Reader: he only quotes" in text(f"/claims/{claim}"), "a claim does not say that it is marked wrong")
            check("marked wrong by A. Reader" in text("/claims"), "the ledger does not say that a claim is marked wrong")
            sides = [side["id"] for row in twin(base, "/disputes.json")["disputes"] for side in row["against"]]
            check(denial not in sides, "a claim that is marked wrong still takes a side")
            shown_event = text(f"/events/{event}")
            check("dated by A. Reader" in shown_event and "the program reads" in shown_event, "an event does not say who dated it and what is read")
            check(twin(base, f"/events/{event}.json")["event"]["earliest"] == "2023-08-02", "an event does not take its date")
            check("by A. Reader" in text(f"/documents/{document}"), "a document does not say who dated it")
            check("ask the ministry" in text(f"/propositions/{about}"), "a note is not beside its line")
            shown.goto(f"{base}/events/{event}")
            shown.locator(".correct summary").click()
            form = shown.locator(".correct form", has=shown.get_by_role("button", name="Set the date"))
            form.locator("[name=days]").fill("last summer")
            form.locator("[name=by]").fill("A. Reader")
            form.get_by_role("button").click()
            check("Write the day as" in shown.locator("main").inner_text(), "what is no day is not explained")
            take_back_all(shown, base)
            check(states() == before, "what was taken back still holds")
        check(not [c for c in complaints if "422" not in c], "\n  ".join(complaints))


def reading(browser, base):
    """An article: from the words to what was read from them and back, by mouse and by keyboard; with and without script."""
    claim = twin(base, "/claims.json")["claims"][0]
    path = f"/documents/{claim['document']}"
    for script in (True, False):
        with browser.new_context(viewport=WIDE, java_script_enabled=script) as context:
            shown = context.new_page()
            shown.goto(base + path)
            cue = shown.locator(".text a.cue").first
            number = cue.get_attribute("data-of").split(" ")[0]
            entry = shown.locator(f"#r{number}")
            if script:
                cue.hover()
                check("lit" in (entry.get_attribute("class") or ""), "pointing at a word does not light what was read from it")
                entry.hover()
                check("lit" in (cue.get_attribute("class") or ""), "pointing at an entry does not light its words")
            cue.click()
            check(shown.url.endswith(f"#r{number}") and entry.is_visible(), "a word does not lead to its entry")
            if script:
                check(shown.evaluate("document.activeElement.closest('li')?.id") == f"r{number}", "the entry has not the focus")
                shown.keyboard.press("Escape")
                check("cue" in shown.evaluate("document.activeElement.className"), "Escape does not lead back to the word")
            entry.locator("a.jump").click()
            check(shown.url.endswith(f"#m{number}"), "an entry does not lead to its words")
            shown.locator("#show-actor").uncheck()
            colour = shown.locator(".text a.actor:not(.said)").first.evaluate("e => getComputedStyle(e).backgroundColor")
            check(colour == "rgba(0, 0, 0, 0)", f"marks of actors are still {colour}")
            entry.locator("a.open").click()
            check("/claims/" in shown.url or "/events/" in shown.url, "an entry does not open its page")


def gestures(browser, base):
    """Timeline, map and network by wheel, drag and keys; what is seen stands in the address."""
    complaints = []
    with browser.new_context(viewport=WIDE) as context:
        shown = page(context, base, complaints)
        shown.goto(base + "/timeline")
        total = shown.locator("#found .lead").inner_text()
        picture = shown.locator("svg.lanes")
        check(picture.locator("a").count() > 3, "no lines are drawn")
        picture.focus()
        for _ in range(3):
            shown.keyboard.press("+")
        shown.wait_for_url("**since=**")
        shown.wait_for_function("before => document.querySelector('#found .lead').textContent !== before", arg=total)
        check(shown.evaluate("document.activeElement.matches('svg.lanes')"), "the picture loses the focus")
        here = shown.url
        shown.mouse.move(*middle(shown, "svg.lanes"))
        shown.mouse.down()
        shown.mouse.move(middle(shown, "svg.lanes")[0] + 150, middle(shown, "svg.lanes")[1], steps=5)
        shown.mouse.up()
        shown.wait_for_function("before => location.href !== before", arg=here)
        check("/timeline" in shown.url, "a drag follows a link")
        shown.locator("svg.lanes").focus()
        shown.keyboard.press("0")
        shown.wait_for_function("before => document.querySelector('#found .lead').textContent === before", arg=total)
        for path, selector in (("/map", "svg.map"), ("/network", "svg.net")):
            shown.goto(base + path)
            box = lambda: shown.locator(selector).get_attribute("viewBox")
            first = box()
            shown.mouse.move(*middle(shown, selector))
            shown.mouse.wheel(0, -300)
            shown.wait_for_timeout(100)
            check(box() == first, f"the wheel does not scroll past {path}")
            shown.evaluate("scrollTo(0, 0)")
            shown.locator(selector).focus()
            shown.mouse.move(*middle(shown, selector))
            shown.mouse.wheel(0, -300)
            shown.wait_for_function("([s, b]) => document.querySelector(s).getAttribute('viewBox') !== b", arg=[selector, first])
            close = box()
            shown.mouse.down()
            shown.mouse.move(middle(shown, selector)[0] + 90, middle(shown, selector)[1] + 40, steps=5)
            shown.mouse.up()
            check(box() != close and path in shown.url, f"{path} cannot be dragged")
            shown.wait_for_url("**view=**")
            shown.keyboard.press("0")
            shown.wait_for_timeout(50)
            check([round(float(n)) for n in box().split()] == [round(float(n)) for n in first.split()], f"0 does not lead back to the whole of {path}")
        shown.goto(base + "/map?view=400.0,60.0,200.0")
        check(shown.locator("svg.map").get_attribute("viewBox").startswith("400.0 60.0 200.0"), "the view of an address is not shown")
        shown.goto(base + "/network?view=400.0,60.0,200.0")
        check(shown.locator("svg.net").get_attribute("viewBox") == "400.0 60.0 200.0 132.0", "the network does not show the view of its address")
        shown.locator("svg.net").focus()
        shown.keyboard.press("0")
        check(shown.locator("svg.net").get_attribute("viewBox") == "0 0 1000 660", "0 does not lead from a view of an address to the whole network")
        shown.goto(base + "/network")
        actor = shown.locator(".net [data-actor]").first
        actor.focus()
        faint = shown.locator(".net a:not(.near)").first.evaluate("e => getComputedStyle(e).opacity")
        check(float(faint) < 0.5, "ties of others are not dimmed")
    check(not complaints, "\n  ".join(complaints))


def middle(shown, selector):
    box = shown.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def questions(browser, base):
    """What did Russia say about weapons, and when did it change; where an event's reports come from; the record as of a day."""
    complaints = []
    with browser.new_context(viewport=WIDE) as context:
        shown = page(context, base, complaints)
        shown.goto(base + "/claims")
        shown.get_by_label("Who says").fill("Russia")
        shown.get_by_label("About").fill("weapons")
        shown.get_by_role("button", name="Show").click()
        check("by=Russia" in shown.url and "about=weapons" in shown.url, "the question is not in the address")
        spot = shown.locator("svg.stances a").first
        check(spot.count() == 1, "the course of the claims is not drawn")
        spot.locator("circle").click(force=True)
        check("/claims" in shown.url and shown.locator("h1").is_visible(), "a spot does not lead to its claims")
        often = next(e for e in twin(base, "/events.json")["events"] if e["documents"] > 1)
        shown.goto(f"{base}/events/{often['id']}#origins")
        boxes = shown.locator("svg.lineage-picture a[href^='/documents/']")
        check(boxes.count() >= 2, "the articles of an event are not drawn")
        boxes.first.locator("rect").click()
        check(shown.locator(".pointed").count() > 0, "an article of the lineage does not lead to its words")
        shown.goto(base + "/changes")
        slider = shown.locator("[data-slider] input[type=range]")
        before = shown.get_by_label("Day", exact=True).first.input_value()
        slider.focus()
        for _ in range(5):
            shown.keyboard.press("ArrowLeft")
        after = shown.locator("[data-slider] input[type=date]").input_value()
        check(after < before or before == "", f"the slider goes from {before} to {after}")
        shown.get_by_role("button", name="Go to that day").click()
        shown.wait_for_url(f"**/as-of/{after}/")
        check(after in shown.locator(".past").inner_text(), "the day is not told")
    check(not complaints, "\n  ".join(complaints))


def adding(browser, base, scratch):
    """Articles are pasted, chosen and dropped, with script and without; what is wrong stands where it happened."""
    files = pathlib.Path(scratch, "handed")
    files.mkdir()
    files.joinpath("good.txt").write_text("Sudland protested against the sale of rifles on Monday.", encoding="utf-8")
    files.joinpath("bad.jsonl").write_text('{"id":"1","text":"Norland denied the sale."}\n{"text":\n', encoding="utf-8")
    for number, script in enumerate((True, False)):
        with browser.new_context(viewport=WIDE, java_script_enabled=script) as context:
            shown = context.new_page()
            count = lambda: twin(base, "/documents.json")["total"]
            before = count()
            shown.goto(base + "/add")
            shown.get_by_label("Headline").fill(f"Harbour closed {number}")
            shown.get_by_label("Outlet").fill("Harbour Daily")
            shown.get_by_label("Day of publication").fill("2023-11-06")
            shown.get_by_label("Text", exact=True).fill(f"The harbour of Larnica was closed on Monday, number {number}.")
            shown.get_by_role("button", name="Add the article").click()
            shown.get_by_text("1 came in").wait_for(timeout=60_000)
            check(count() == before + 1, "a pasted article is not in the record")
            shown.get_by_role("link", name=f"Harbour closed {number}").click()
            check("2023-11-06" in shown.locator("main").inner_text(), "the day of a pasted article is lost")
            if not script:
                continue
            shown.goto(base + "/add")
            shown.evaluate("""async ([good, bad]) => {
                const data = new DataTransfer();
                data.items.add(new File([good], "good.txt"));
                data.items.add(new File([bad], "bad.jsonl"));
                document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
            }""", [files.joinpath("good.txt").read_text(encoding="utf-8"), files.joinpath("bad.jsonl").read_text(encoding="utf-8")])
            check(shown.locator(".chosen-files li").count() == 2, "dropped files are not listed")
            shown.get_by_role("button", name="Add the files").click()
            shown.get_by_text("1 refused").wait_for(timeout=60_000)
            check("bad.jsonl, line 2" in shown.locator("#refused").inner_text(), "a refused line is not named")
            check(count() == before + 3, "dropped files are not in the record")
            for found in Axe().run(shown).response["violations"]:
                check(found["impact"] not in ("serious", "critical"), f"the page of a batch: {found['id']}")


def attacks(browser, base, scratch):
    """Text of articles stays text; a foreign page cannot show the desk in a frame."""
    complaints = []
    document = twin(base, "/documents.json")["documents"][0]["id"]
    with browser.new_context(viewport=WIDE) as context:
        shown = page(context, base, complaints)
        for path in ["/", "/documents", f"/documents/{document}", "/claims", "/events", "/actors", "/changes", "/timeline", "/network", "/search?q=Larnica",
                     "/search?q=%3Cscript%3Ewindow.struck=8%3C/script%3E", "/claims?by=%22%3E%3Csvg%20onload=window.struck=9%3E"]:
            shown.goto(base + path)
            check(shown.evaluate("window.struck") is None, f"{path} runs text of an article")
    check(not complaints, "\n  ".join(complaints))
    folder = pathlib.Path(scratch, "frame")
    folder.mkdir()
    folder.joinpath("index.html").write_text(f"<title>frame</title><iframe src='{base}/claims'></iframe>", encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, browser.new_context() as context:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shown = context.new_page()
        shown.goto(f"http://127.0.0.1:{server.server_port}/")
        inside = [frame for frame in shown.frames if frame.parent_frame]
        check(all(frame.locator("main").count() == 0 for frame in inside), "a foreign page shows the desk in a frame")
        server.shutdown()


def originals(browser, program, scratch):
    """A page as it came is shown, asks nobody, leads nowhere and shows in no frame; the document leads to it and back."""
    asked = []

    class Asked(Quiet):
        def setup(self):
            asked.append("a connection")
            super().setup()

    folder = pathlib.Path(scratch, "there")
    folder.mkdir()
    handler = functools.partial(Asked, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        article, record = pathlib.Path(scratch, "asking.html"), f"{scratch}/asking.db"
        article.write_text(ASKING.format(there=there), encoding="utf-8")
        subprocess.run([program, "add", "--quiet", str(article), "--record", record], check=True, stdout=subprocess.DEVNULL)
        with desk(program, record) as base, browser.new_context(viewport=WIDE) as context:
            shown = context.new_page()
            document = twin(base, "/documents.json")["documents"][0]["id"]
            shown.goto(f"{base}/documents/{document}")
            shown.get_by_role("link", name="As the page came").click()
            here = f"{base}/documents/{document}/original"
            shown.wait_for_url(here)
            shown.wait_for_timeout(1500)
            check(shown.url == here, f"a page as it came leads to {shown.url}")
            check("The harbour office of Larnica said" in shown.locator("article").inner_text(), "a page as it came does not show its text")
            for words in ("More", "Sum"):
                shown.get_by_text(words, exact=True).click()
            shown.get_by_role("button", name="Send").click()
            shown.wait_for_timeout(500)
            check(shown.url == here, f"a click in a page as it came leads to {shown.url}")
            check(asked == [], f"a page as it came asks for {asked}")
            folder.joinpath("index.html").write_text(f"<title>frame</title><iframe src='{here}'></iframe>", encoding="utf-8")
            shown.goto(there)
            inside = [frame for frame in shown.frames if frame.parent_frame]
            check(all(frame.locator("article").count() == 0 for frame in inside), "a foreign page shows a page as it came in a frame")
        server.shutdown()


def printed(browser, base):
    """On paper a list has the width of the page, and nothing that only a screen can use."""
    with browser.new_context(viewport={"width": 794, "height": 1123}) as context:
        shown = context.new_page()
        shown.emulate_media(media="print")
        for path in ("/claims", "/events", "/documents", "/actors"):
            shown.goto(base + path)
            width = shown.locator("main .entry").first.bounding_box()["width"]
            check(width > 600, f"{path} is {width:.0f} wide on paper")
            check(not shown.locator("nav").first.is_visible() and not shown.locator("form").first.is_visible(), f"{path} prints what only a screen can use")


def phone(browser, base):
    """On a phone the content comes before what narrows it, which opens by a tap; where there is room it stands in the open. All without script too."""
    for script in (True, False):
        with browser.new_context(viewport=PHONE, java_script_enabled=script) as context:
            shown = context.new_page()
            for path in ("/claims", "/events", "/documents", "/actors"):
                shown.goto(base + path)
                top = shown.locator("main .entry").first.bounding_box()["y"]
                check(top < PHONE["height"] * 0.75, f"{path} begins {top:.0f} down on a phone")
                check(not shown.locator(".facet").first.is_visible(), f"the filters of {path} stand open on a phone")
                shown.get_by_text("Narrow down").click()
                check(shown.locator(".facet a").first.is_visible(), f"the filters of {path} do not open on a phone")
        with browser.new_context(viewport=WIDE, java_script_enabled=script) as context:
            shown = context.new_page()
            shown.goto(base + "/claims")
            check(shown.locator(".facet a").first.is_visible() and shown.get_by_label("About").is_visible(), "the filters do not stand open on a wide screen")


def shots(browser, base, folder):
    """The pictures of docs/desk.md."""
    first = {path.split("/")[1]: path for path in addresses(base) if path.count("/") == 2}
    told = max(twin(base, "/events.json")["events"], key=lambda e: e["documents"])
    wanted = [("overview", "/", WIDE, "light"), ("add", "/add", WIDE, "light"), ("timeline", "/timeline", WIDE, "light"), ("claims", "/claims?by=RUS", WIDE, "light"),
              ("proposition", first["propositions"], WIDE, "light"), ("lineage", f"/events/{told['id']}", WIDE, "light"), ("network", "/network", WIDE, "dark"),
              ("norms", "/norms", WIDE, "light"), ("document", first["claims"], WIDE, "light"), ("correct", first["events"], WIDE, "light"), ("phone", "/", PHONE, "dark")]
    for name, path, screen, theme in wanted:
        with browser.new_context(viewport=screen, color_scheme=theme) as context:
            shown = context.new_page()
            shown.goto(base + path)
            if name == "correct":
                shown.get_by_text("Correct this").click()
                shown.locator(".correct").scroll_into_view_if_needed()
            if name == "document":
                shown.locator("blockquote a.words").click()
                shown.locator(".text a.trigger").first.hover()
            if name == "lineage":
                shown.locator("#origins").scroll_into_view_if_needed()
            shown.screenshot(path=f"{folder}/{name}.png")


def main():
    options = argparse.ArgumentParser()
    for name in ("--program", "--browser", "--scratch"):
        options.add_argument(name, required=True)
    options.add_argument("--shots")
    chosen = options.parse_args()
    example, hostile = f"{chosen.scratch}/example.db", f"{chosen.scratch}/hostile.db"
    subprocess.run([chosen.program, "demo", "--quiet", "--keep", example], check=True, stdout=subprocess.DEVNULL)
    article = pathlib.Path(chosen.scratch, "hostile.jsonl")
    article.write_text(json.dumps(HOSTILE), encoding="utf-8")
    subprocess.run([chosen.program, "add", "--quiet", str(article), "--record", hostile], check=True, stdout=subprocess.DEVNULL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.browser, args=FLAGS)
        with desk(chosen.program, example) as base:
            if chosen.shots:
                shots(browser, base, chosen.shots)
                return
            walk(browser, base)
            steps(browser, base)
            keys(browser, base)
            without_script(browser, base)
            phone(browser, base)
            printed(browser, base)
            reading(browser, base)
            gestures(browser, base)
            questions(browser, base)
            corrections(browser, base)
            marks(browser, base)
            adding(browser, base, chosen.scratch)
        with desk(chosen.program, hostile) as base:
            attacks(browser, base, chosen.scratch)
        originals(browser, chosen.program, chosen.scratch)
        browser.close()
    print("the desk in a browser: every kind of page in two themes and at two widths, by mouse, by keyboard, without script; articles read both ways, pictures zoomed, pages shown as they came, questions asked, articles added, mistakes corrected, and all under attack")


try:
    main()
except Failed as failure:
    sys.exit(f"the desk in a browser: {failure}")
