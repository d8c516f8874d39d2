"""Bytes of the files, and the rules of the source: what a first visit loads, what no file may contain."""
import gzip
import json
import os
import re

from browser import ROOT, expect, settled, until
from everywhere import PATHS

FOLDER = f"{ROOT}/Sources/Site"
KIB = 1024
PAGE, DATA, ALL, ALL_COMPRESSED = 25 * KIB, 30 * KIB, 200 * KIB, 60 * KIB


def files():
    paths = (os.path.join(folder, name) for folder, _, names in os.walk(FOLDER) for name in names if not name.endswith(".md"))
    return {path.removeprefix(FOLDER): open(path, "rb").read() for path in paths}


def compressed(path, content):
    """The bytes that `gzip -9` makes of a file, with its name in them."""
    return len(gzip.compress(content, 9)) + len(os.path.basename(path)) + 1


def check_all_files(_):
    content = files()
    plain, small = sum(map(len, content.values())), sum(compressed(path, text) for path, text in content.items())
    expect(plain <= ALL and small <= ALL_COMPRESSED, f"all files: {plain} bytes, {small} compressed")
    data = sum(compressed(path, text) for path, text in content.items() if path.startswith("/data/"))
    expect(data <= DATA, f"data files: {data} bytes compressed")


def check_first_visits(site):
    """What the browser asks for on a first visit, compressed as the contract counts it."""
    content = files()
    for path in PATHS:
        loaded = set()
        with site.page(allowed="no-such-school|no/such/page") as page:
            page.on("request", lambda request, loaded=loaded: loaded.add(request.url))
            body = page.goto(site.base + path).body()
            settled(page)
        own = {url.removeprefix(site.base).split("?")[0] for url in loaded if url.startswith(site.base)}
        scripts = [name for name in own if name.endswith((".js", ".css"))]
        unknown = [name for name in scripts if name not in content]
        size = compressed("find-my-school.html", body) + sum(compressed(name, content[name]) for name in scripts if name in content)
        expect(not unknown, f"{path} loads {unknown}, which is no file of the pages")
        expect(size <= PAGE, f"{path}: {size} bytes of HTML, styles and scripts")


def check_list_is_quick(site):
    """The list is on the screen within 0.3 s of the request, without a warm cache. The best of three: other work of this machine
    is not the page's."""
    times = []
    for _ in range(3):
        with site.page() as page:
            page.add_init_script("""new MutationObserver((_, observer) => { if (document.querySelector('.card')) {
                requestAnimationFrame(() => { globalThis.shownAfter = performance.now(); }); observer.disconnect(); } })
                .observe(document, { childList: true, subtree: true });""")
            page.goto(f"{site.base}/schools")
            until(page, "globalThis.shownAfter !== undefined")
            times.append(page.evaluate("shownAfter"))
    expect(min(times) <= 300, f"the list is on the screen after {times} ms")


def check_sources(_):
    """No markup from strings, no inline script or style, nothing of other hosts, one frame for all pages."""
    frames = {}
    for path, content in files().items():
        text = content.decode()
        if path.endswith(".js"):
            banned = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|window\.\w+ =", text)
            expect(not banned, f"{path}: {banned}")
        if path.endswith(".html"):
            banned = re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|(?:src|<link[^>]*href)=\"https?:", text)
            expect(not banned, f"{path}: {banned}")
            frame = re.sub(r' aria-current="page"', "", "".join(re.findall(r"<header.*?</header>|<footer.*?</footer>", text, re.S)))
            frames.setdefault(frame, []).append(path)
    expect(len(frames) == 1, f"pages have different headers or footers: {list(frames.values())}")


def check_data_files(_):
    """Every state has an outline and cities, and every city is where a city can be."""
    outlines = json.loads(files()["/data/states.json"])
    lines = files()["/data/cities.txt"].decode().strip().split("\n")
    expect([line[:2] for line in lines] == sorted(outlines) and len(lines) == 51, "the states of the cities are not those of the outlines")
    for line in lines:
        entries = re.findall(r"(\D+)(\d{4})(\d{5})", line[2:])
        expect(entries and "".join(map("".join, entries)) == line[2:], f"{line[:2]}: cities that cannot be read")
        for city, north, west in entries:
            expect(1800 < int(north) < 7200 and 6600 < int(west) < 18000, f"{line[:2]}: {city}")
