"""Measures the desk on a record: how long it takes to open, to answer every kind of page, to search, and 50 visitors at once; and how much memory.

Takes the program and a record file; starts `onrecord serve`, asks from one machine with the standard library alone, prints a table. Times of pages are
wall-clock milliseconds at the client, and processor time of the server, which other work on the machine does not lengthen. With `--browser`, which needs
Playwright, also how long Chromium takes until a page is loaded with its scripts.

Usage: python3 benches/desk/pages.py PROGRAM RECORD [--rounds 7] [--browser /usr/bin/chromium]
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import re
import statistics
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


def processor(pid):
    """Seconds of processor time of a process (proc(5), fields 14 and 15)."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def most_memory(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024


class Desk:
    def __init__(self, program, record):
        self.began = time.perf_counter()
        command = [program, "serve", "--record", record, "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"http://([^/]+)/", line):
                self.host = found.group(1)
                self.opened = time.perf_counter() - self.began
                return
        raise SystemExit("the desk does not open")

    def get(self, path, connection=None):
        connection = connection or http.client.HTTPConnection(self.host, timeout=120)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, body


def addresses(desk):
    """Pages of every kind, and the narrow and the wide among lists."""
    listed = lambda path, key: json.loads(desk.get(path)[1])[key]
    first = {kind: listed(f"/{kind}.json", kind)[0]["id"] for kind in ("documents", "events", "claims", "disputes", "actors", "propositions", "stories")}
    story, actor = first["stories"], first["actors"]
    told = max(listed("/events.json?limit=200", "events"), key=lambda e: e["documents"])["id"]
    pages = ["/", "/stories", "/timeline", f"/timeline?story={story}", "/events", "/events?status=planned", "/claims", "/claims?stance=deny", f"/claims?by={actor}",
             f"/claims?by={actor}&about=weapons", "/disputes", "/actors", "/propositions", "/network", f"/network?by={actor}", "/map", "/map?view=Europe", "/norms", "/documents",
             "/changes", "/decisions", f"/events/{told}"]
    return pages + [f"/{kind}/{of}" for kind, of in sorted(first.items())]


def browse(program, base, pages):
    """Milliseconds from the request to the end of loading, the script and its modules included."""
    from playwright.sync_api import sync_playwright
    loaded = "() => { const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime; }"
    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"]).new_page()
        times = []
        for path in pages:
            shown.goto(base + path, wait_until="load")
            shown.wait_for_timeout(50)
            times.append((shown.evaluate(loaded), path))
    print(f"Chromium: median {statistics.median(t for t, _ in times):.0f} ms until a page is loaded, slowest {max(times)[0]:.0f} ms ({max(times)[1][:60]})")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("record")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--browser")
    chosen = options.parse_args()
    desk = Desk(chosen.program, chosen.record)
    pid = desk.process.pid
    try:
        status, body = desk.get("/")
        print(f"open {desk.opened:.2f} s, first page {time.perf_counter() - desk.began:.2f} s after the start ({processor(pid):.2f} s of processor), {status}, {len(body)} bytes")
        rows = []
        connection = http.client.HTTPConnection(desk.host, timeout=120)
        pages = addresses(desk)
        for path in pages:
            desk.get(path, connection)
            before, began = processor(pid), time.perf_counter()
            for _ in range(chosen.rounds):
                status, body = desk.get(path, connection)
            wall, cpu = (time.perf_counter() - began) / chosen.rounds, (processor(pid) - before) / chosen.rounds
            rows.append((cpu * 1000, wall * 1000, len(body), status, path))
        for cpu, wall, size, status, path in sorted(rows, reverse=True)[:8]:
            print(f"  {cpu:7.1f} ms of processor {wall:7.1f} ms  {size:8} bytes  {status}  {path[:80]}")
        print(f"{len(rows)} pages: median {statistics.median(r[0] for r in rows):.1f} ms of processor, {statistics.median(r[1] for r in rows):.1f} ms at the client; slowest {max(r[0] for r in rows):.1f} ms; largest {max(r[2] for r in rows)} bytes")
        for words in ("said", "%22nuclear+power%22", "grain+Odesa"):
            before, began = processor(pid), time.perf_counter()
            for _ in range(chosen.rounds):
                desk.get(f"/search?q={words}", connection)
            print(f"search {words}: {(processor(pid) - before) / chosen.rounds * 1000:.1f} ms of processor, {(time.perf_counter() - began) / chosen.rounds * 1000:.1f} ms at the client")
        began = time.perf_counter()
        visit = lambda number: [desk.get(pages[(number + step) % len(pages)])[0] for step in range(8)]
        with concurrent.futures.ThreadPoolExecutor(50) as visitors:
            answers = [status for answers in visitors.map(visit, range(50)) for status in answers]
        print(f"50 visitors at once, 8 pages each: {sum(status != 200 for status in answers)} errors, {time.perf_counter() - began:.1f} s")
        if chosen.browser:
            browse(chosen.browser, f"http://{desk.host}", pages)
        print(f"most memory {most_memory(pid):.0f} MB")
    finally:
        desk.process.terminate()


main()
