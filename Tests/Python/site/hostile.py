"""Schools that a stranger wrote: markup, dangerous links, other scripts, long words, nothing at all."""
import json
import os
import urllib.parse

from browser import DESKTOP, PHONE, expect, fits, settled

FILE = f"{os.path.dirname(os.path.abspath(__file__))}/hostile.json"
SCHOOLS = json.load(open(FILE, encoding="utf-8"))


def paths():
    ids = [school["schoolId"] for school in SCHOOLS]
    quoted = [urllib.parse.quote(identifier, safe="") for identifier in ids]
    yield from ("/", "/schools", "/schools?view=map", f"/compare?schools={','.join(quoted[:4])}", "/find-my-school#step=results&trainingGoal=PPL")
    for identifier in quoted:
        yield f"/schools/{identifier}"
        yield f"/financing-calculator?school={identifier}"


def check_every_page(site):
    """No script of theirs runs, nothing is wider than the window, and no link leads to a script."""
    for path in paths():
        for size in (PHONE, DESKTOP):
            with site.page(path, size) as page:
                dialogs = []
                page.on("dialog", lambda dialog, dialogs=dialogs: (dialogs.append(dialog.message), dialog.dismiss()))
                settled(page)
                expect(page.locator("h1").count() == 1 and not page.get_by_text("could not show").is_visible(), f"{path}: broken")
                expect(not dialogs and page.evaluate("globalThis.attacked === undefined"), f"{path}: a script of theirs ran")
                expect(page.locator("main script, main iframe, main b, main marquee").count() == 0, f"{path}: their markup is in the page")
                links = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => new URL(link.href.baseVal ?? link.href, location).protocol)")
                expect(set(links) <= {"http:", "https:", "mailto:", "tel:"}, f"{path}: {set(links)}")
                fits(page, f"{path} at {size[0]} px")


def check_words_are_shown_as_they_are(site):
    with site.page("/schools") as page:
        settled(page)
        text = page.locator("main").inner_text()
        names = [card["name"] for card in site.cards()]
        expect(any("<" in name for name in names), "hostile.json has no markup")
        expect(all(name.strip() in text for name in names if name.strip()), "a name is not shown as it is")
