"""Without a connection a page shows its last answers in this tab, says when they came, and goes on when the connection is back."""
import datetime
import json
import re

from browser import expect, focused, no_violations, settled, until
from failures import ANY, DOWN
from everywhere import RESULTS

# A path, and something that only an answer brings.
SHOWN = {"/": "#school-count", "/schools?state=CA": ".card", "/schools/school-001": ".profile-head", "/compare?schools=school-001,school-002": ".comparison",
         RESULTS: ".result h3", "/financing-calculator?school=school-001": "#school .panel"}
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('answer '))"


def visit(site, page, path):
    """Opens a page, and waits until its answers are kept."""
    page.goto("about:blank")  # or else only the fragment may change
    page.goto(site.base + path)
    settled(page)


def lose_connection(page):
    """The files of the page still come, and its first call finds no connection."""
    def gone(route):
        page.context.set_offline(True)
        route.abort("internetdisconnected")
    page.route("**/api/**", gone)


def lose_api(page):
    """The pages come, the API does not."""
    page.route("**/api/**", lambda route: route.abort())


def find_connection(page):
    page.unroute("**/api/**")
    page.context.set_offline(False)


def notice(page):
    return page.get_by_role("alert").filter(has_text="This is the answer from")


def no_connection(page):
    return page.get_by_role("heading", name="No connection")


def check_last_answers(site):
    """Each page shows its last answer with the time of it, and the new one as soon as there is a connection."""
    for path, shown in SHOWN.items():
        with site.page(allowed=ANY) as page:
            visit(site, page, path)
            before = page.locator(shown).first.inner_text()
            lose_connection(page)
            visit(site, page, path)
            words = notice(page).first.inner_text()
            expect(re.match(r"You are offline\. This is the answer from \d+:\d\d [AP]M today\.", words.replace("\u202f", " ")), f"{path}: {words}")
            time = datetime.datetime.fromisoformat(notice(page).locator("time").first.get_attribute("datetime"))
            age = datetime.datetime.now(datetime.UTC) - time
            expect(datetime.timedelta() <= age < datetime.timedelta(minutes=1), f"{path}: the answer is {age} old")
            expect(page.locator(shown).first.inner_text() == before, f"{path}: not the last answer")
            no_violations(page, f"{path} with an old answer")
            find_connection(page)
            until(page, "!document.querySelector('.old')")
            settled(page)
            expect(page.locator(shown).first.is_visible() and page.get_by_role("alert").filter(has_text=".").count() == 0, f"{path}: not back")


def check_no_last_answer(site):
    """A page that has never had an answer says that there is no connection, and goes on when it is back."""
    for path, shown in SHOWN.items():
        with site.page(allowed=ANY) as page:
            lose_connection(page)
            visit(site, page, path)
            expect(no_connection(page).first.is_visible() and notice(page).count() == 0, f"{path}: no word of it")
            find_connection(page)
            page.locator(shown).first.wait_for()


def check_asks_once(site):
    """However often the visitor tried in vain, the page asks once when the connection is back."""
    with site.page(allowed=ANY) as page:
        lose_connection(page)
        visit(site, page, "/schools")
        for _ in range(3):
            page.get_by_role("button", name="Try again").click()
            settled(page)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        find_connection(page)
        page.locator(".card").first.wait_for()
        settled(page)
        expect(sum("/api/" in url for url in asked) == 1, f"asked for {asked}")


def check_day(site):
    """An answer that is not of today has its day."""
    with site.page(allowed=ANY) as page:
        visit(site, page, "/schools")
        page.evaluate(f"{KEPT}.forEach((key) => sessionStorage.setItem(key, sessionStorage.getItem(key).replace(/^\\d+/, (time) => time - 3 * 86400000)))")
        lose_connection(page)
        visit(site, page, "/schools")
        words = notice(page).inner_text()
        expect(re.search(r"from [A-Z][a-z]{2} \d+, \d{4}, \d+:\d\d", words), words)


def check_questions_do_not_mix(site):
    """An answer is that of the same school, or of the same student."""
    with site.page(allowed=ANY) as page:
        for path in ("/schools/school-001", RESULTS):
            visit(site, page, path)
        lose_api(page)
        for path in ("/schools/school-002", RESULTS.replace("12000", "12001"), "/compare?schools=school-001,school-002"):
            visit(site, page, path)
            expect(no_connection(page).first.is_visible() and notice(page).count() == 0, f"{path} shows another answer")


def check_from_another_page(site):
    """The comparison takes what the pages of its schools got, and asks again when it can."""
    with site.page(allowed=ANY) as page:
        for path in ("/schools/school-001", "/schools/school-002"):
            visit(site, page, path)
        lose_connection(page)
        visit(site, page, "/compare?schools=school-001,school-002")
        expect(notice(page).is_visible() and page.locator(".comparison thead th").count() == 3, "no comparison of last answers")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        find_connection(page)
        until(page, "!document.querySelector('.old')")
        settled(page)
        expect(sum("/api/schools" in url for url in asked) == 3, f"asked again for {asked}")


def check_ranking_in_use(site):
    """The connection goes between two steps of the finder. The notice goes with the ranking."""
    with site.page(RESULTS, allowed=ANY) as page:
        settled(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="Change my answers").click()
        page.get_by_role("button", name="Show my schools").click()
        notice(page).wait_for()
        expect("fit" in focused(page), f"the focus is on {focused(page)}")
        expect(page.locator(".result").count() == 5 and page.get_by_text("From the facts").count() == 5, "not the last ranking")
        notice(page).get_by_role("button", name="Try again").click()
        settled(page)
        expect(notice(page).count() == 1 and page.evaluate("document.activeElement !== document.body"), "trying again loses the answer or the focus")
        page.get_by_role("button", name="Change my answers").click()
        page.get_by_role("heading", name="Check your answers").wait_for()
        expect(notice(page).count() == 0, "the notice stays on another step")
        page.context.set_offline(False)
        page.wait_for_timeout(300)
        expect(page.get_by_role("heading", name="Check your answers").is_visible(), "the ranking covers another step")


def check_refusals_are_no_loss(site):
    """The API answers, with an error: that is shown, and no old answer."""
    refusals = (DOWN, {"status": 429, "json": {"error": "x", "requestId": "r"}}, {"status": 200, "body": "<html>hotel</html>", "content_type": "text/html"},
                {"status": 502, "body": "<html>gateway</html>", "content_type": "text/html"})
    for refusal in refusals:
        with site.page(allowed=ANY) as page:
            visit(site, page, "/schools")
            page.route("**/api/**", lambda route: route.fulfill(**refusal))
            visit(site, page, "/schools")
            expect(page.get_by_role("heading", name="That did not work").is_visible() and notice(page).count() == 0, f"{refusal}: no error")


def check_unreachable(site):
    """The visitor has a connection and the API cannot be reached: the same, without the word offline."""
    with site.page(allowed=ANY) as page:
        visit(site, page, "/schools")
        lose_api(page)
        visit(site, page, "/schools")
        expect("cannot be reached right now. This is the answer from" in notice(page).inner_text(), notice(page).inner_text())


def check_no_storage(site):
    """A browser that keeps nothing, or no more: pages work, and say that there is no connection."""
    denied = "Object.defineProperty(globalThis, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
    full = """for (let length = 1 << 20, part = 0; length >= 1; part += 1) {
        try { sessionStorage.setItem('part' + part, 'x'.repeat(length)); } catch { length >>= 1; } }"""
    for script in (denied, full):
        for path, shown in SHOWN.items():
            with site.page(allowed=ANY) as page:
                page.add_init_script(script)
                visit(site, page, path)
                expect(page.locator(shown).first.is_visible(), f"{path}: not shown")
                lose_connection(page)
                visit(site, page, path)
                expect(no_connection(page).first.is_visible(), f"{path}: no word of it")


def check_bounds(site):
    """At most 20 answers and 4,000,000 characters are kept, the newest ones, and nothing of others is touched."""
    with site.page("/schools") as page:
        settled(page)
        page.evaluate("""async () => {
            const { keepAnswer } = await import('/shared/answers.js');
            sessionStorage.setItem('finder', '{}');
            for (let number = 0; number < 30; number += 1) {
                keepAnswer(`/schools/${number}`, { number });
                await new Promise((done) => setTimeout(done, 2));
            } }""")
        kept = page.evaluate(KEPT)
        expect(sorted(kept) == sorted(f"answer /schools/{number}" for number in range(10, 30)), f"{kept}")
        page.evaluate("""async () => {
            const { keepAnswer } = await import('/shared/answers.js');
            for (const name of ['a', 'b', 'c', 'd', 'e', 'huge']) {
                keepAnswer(name, { text: 'x'.repeat(name === 'huge' ? 8e6 : 9e5) });
                await new Promise((done) => setTimeout(done, 2));
            } }""")
        sizes = page.evaluate(f"Object.fromEntries({KEPT}.map((key) => [key, sessionStorage.getItem(key).length]))")
        expect(sorted(sizes) == [f"answer {name}" for name in "bcde"] and sum(sizes.values()) <= 4_000_000, f"{sizes}")
        expect(page.evaluate("sessionStorage.getItem('finder')") == "{}", "something else is gone")


def check_hostile_storage(site):
    """Whatever is in the storage, its strings stay text, and what cannot be read is as if it were not there."""
    attack = '<img src="x" onerror="globalThis.attacked = 1">'
    card = {"schoolId": "school-001", "name": attack, "heroImageUrl": "javascript:globalThis.attacked = 1", "location": {"city": attack, "state": "CA"}}
    with site.page(allowed=ANY) as page:
        visit(site, page, "/schools")
        question = page.evaluate(KEPT)[0]
        lose_api(page)
        for kept in ("", "{", "null", "x {}", "1 {}", '99999999999999999 {"schools":[]}', "1700000000000 null", "1700000000000 [", "1700000000000 {"):
            page.evaluate("([key, value]) => sessionStorage.setItem(key, value)", [question, kept])
            page.reload()
            no_connection(page).wait_for()
        page.evaluate("([key, value]) => sessionStorage.setItem(key, value)", [question, "1700000000000 " + json.dumps({"schools": [card]})])
        page.reload()
        notice(page).wait_for()
        expect(attack in page.locator(".card h3").inner_text() and page.locator(".card img").count() == 0, "not as text")
        expect(page.evaluate("globalThis.attacked === undefined"), "a script of the storage ran")


def check_saved(site):
    """Saved schools and their notes are there without a connection."""
    with site.page("/schools", allowed=ANY) as page:
        settled(page)
        page.locator("[data-save]").first.click()
        lose_connection(page)
        visit(site, page, "/saved")
        expect(notice(page).is_visible() and page.locator(".card").count() == 1 and page.get_by_label("Note on").is_visible(), "no saved school")


def check_delete_all(site):
    """Deleting all saved schools takes what the tab remembers with it."""
    with site.page(RESULTS, allowed=ANY) as page:
        settled(page)
        page.locator("[data-save]").first.click()
        visit(site, page, "/saved")
        expect(page.evaluate(KEPT) and page.evaluate("sessionStorage.getItem('finder')"), "nothing to delete")
        page.get_by_role("button", name="Delete all").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete all").click()
        page.get_by_role("heading", name="You have saved no school yet").wait_for()
        expect(page.evaluate("sessionStorage.length") == 0, f"{page.evaluate('Object.keys(sessionStorage)')}")
        lose_connection(page)
        visit(site, page, RESULTS)
        expect(no_connection(page).is_visible(), "the ranking is still there")


def check_kept_in_this_tab_alone(site):
    """What the student answered is in no storage that outlives the tab."""
    with site.page(RESULTS) as page:
        settled(page)
        expect("Denver" in "".join(page.evaluate(KEPT)), "the question is not kept")
        lasting = page.evaluate("JSON.stringify(localStorage) + document.cookie") + str(page.evaluate("caches.keys()"))
        expect("Denver" not in lasting and "12000" not in lasting, lasting)
