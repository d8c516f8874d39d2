"""console_page.py: the console in a real browser: by keyboard, live, in light and dark, and with what strangers send as text."""
import json
import os
import shutil
import tempfile
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from server import MATCH, ROOT, Server, expect, main

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ATTACK = "<img src=x onerror=alert(1)>"


def until(page, what, expression):
    end = time.monotonic() + 10
    while not page.evaluate(expression):
        expect(time.monotonic() < end, f"{what}: not within 10 s: {page.locator('body').inner_text()[:1500]}")
        time.sleep(0.02)


def drive(server, chromium, scheme):
    problems = []
    browser = chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_context(viewport={"width": 1300, "height": 800}, color_scheme=scheme).new_page()
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept(f"saved-{scheme}") if dialog.type == "prompt" else problems.append(dialog.message))
    rows, told, detail = "document.querySelectorAll('#list tr').length", "document.querySelector('#told')?.textContent", page.locator("#detail")
    page.goto(f"{server.url}/_console")
    until(page, "what was asked before", f"{rows} === 3")
    server.get("/api/schools?state=TX&limit=2")
    until(page, "what is asked now", f"{rows} === 4")
    expect(page.evaluate("document.querySelectorAll('img').length") == 0, "markup of a stranger")

    def press(key, what, expression):
        page.keyboard.press(key)
        until(page, what, expression)

    chosen = "document.querySelector('[aria-selected=true] .path')?.textContent"
    press("ArrowDown", "the newest", f"{chosen} === 'GET /api/schools?state=TX&limit=2' && document.querySelector('#detail dl')")
    expect("billed" in detail.inner_text() and "cost" in detail.inner_text(), detail.inner_text())
    press("d", "the mark", f"{told}?.startsWith('Marked')")
    press("ArrowDown", "the one before", f"{chosen} === 'GET /api/nowhere'")
    press("ArrowDown", "the one before that", f"{chosen}.startsWith('GET /api/schools?state=CA')")
    until(page, "its detail", "document.querySelector('#detail dd')?.textContent.includes('state=CA')")
    expect("Scan flight-schools" in detail.inner_text(), detail.inner_text())
    press("d", "the differences", "document.querySelector('#detail .add') && document.querySelector('#detail .del')")
    page.get_by_role("button", name="Done").click()
    press("r", "it is sent again", f"{rows} === 5 && {told} === 'Sent: 200'")
    press("c", "the curl command", f"{told} === 'Copied.' || {told}.startsWith('curl')")
    press("s", "the saved event", f"{told}.startsWith('Saved Events/saved-{scheme}.json')")
    press("e", "the form", "document.activeElement.value?.startsWith('/api/')")
    page.keyboard.press("Control+A")
    page.keyboard.type("/api/schools/school-003")
    page.get_by_role("button", name="Send", exact=True).click()
    until(page, "what was edited is sent", f"{rows} === 6")
    page.locator("#list tr").last.click()
    until(page, "the first of all", "document.querySelector('#detail')?.textContent.includes('bedrock us.anthropic')")
    expect(ATTACK in detail.inner_text(), detail.inner_text())
    press("/", "the filter", "document.activeElement.id === 'filter'")
    page.keyboard.type("schools 200")
    until(page, "what fits", "document.querySelector('#count').textContent === '4 of 6'")
    for size in (1300, 800), (320, 640):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        expect(not found, json.dumps(found)[:2000])
    expect(not problems, problems)
    browser.close()


def works_in_a_browser():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for name in "dist", "Sources":
            os.symlink(f"{ROOT}/{name}", f"{folder}/{name}")
        os.mkdir(f"{folder}/Events")
        shutil.copy(f"{ROOT}/Events/schools.json", f"{folder}/Events/schools.json")
        for scheme in "light", "dark":
            with Server(folder=folder) as server:
                student = {**MATCH["student"], "priorExperience": ATTACK}
                server.send("POST", "/api/explain-match", json.dumps({**MATCH, "student": student}))
                server.get("/api/schools?state=CA&limit=2&x=%3Cb%3E")
                server.get("/api/nowhere")
                drive(server, playwright.chromium, scheme)


def shows_where_a_response_comes_from():
    with sync_playwright() as playwright, Server("--cache", "--no-watch") as server:
        for _ in range(2):
            server.get("/api/schools?limit=1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{server.url}/_console")
        until(page, "both requests", "document.querySelectorAll('#list tr').length === 2")
        expect("cached" in page.locator("#list tr").first.inner_text() and "cold" in page.locator("#list tr").last.inner_text(), "the rows")
        for row, words in ("first-child", "the gateway's cache"), ("last-child", "10 s"):
            page.locator(f"#list tr:{row}").click()
            until(page, words, f"document.querySelector('#detail dl')?.textContent.includes(\"{words}\")")
        browser.close()


def loads_pages_again():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.symlink(f"{ROOT}/dist", f"{folder}/dist")
        os.makedirs(f"{folder}/Sources/Site")
        os.mkdir(f"{folder}/Events")
        shutil.copy(f"{ROOT}/Events/schools.json", f"{folder}/Events/schools.json")
        write = lambda text: open(f"{folder}/Sources/Site/index.html", "w", encoding="utf-8").write(f"<!doctype html><h1>{text}</h1>")
        write("Old")
        with Server(folder=folder) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(server.url, wait_until="load")
            time.sleep(0.5)
            write("New")
            started = time.monotonic()
            page.get_by_role("heading", name="New").wait_for(timeout=10_000)
            expect(time.monotonic() - started < 2, f"{time.monotonic() - started} s")
            browser.close()


if __name__ == "__main__":
    main(works_in_a_browser, shows_where_a_response_comes_from, loads_pages_again)
