"""What holds on every page: structure, accessibility, width, print, no script, security headers."""
import glob
import os
import re
import urllib.request

from browser import DESKTOP, PHONE, ROOT, expect, fits, no_violations, settled
from path_cases import POLICY

RESULTS = "/find-my-school#step=results&trainingGoal=PPL&city=Denver&state=CO&lat=39.74&lon=-104.98&maxBudget=12000"
PATHS = ("/", "/schools", "/schools?view=map", "/schools?q=nothing+like+this", "/schools/school-001", "/schools/no-such-school",
         "/find-my-school", "/find-my-school#step=place&trainingGoal=PPL", "/find-my-school#step=check&trainingGoal=PPL", RESULTS,
         "/compare", "/compare?schools=school-001,school-002,school-003", "/financing-calculator", "/financing-calculator?school=school-001",
         "/saved", "/no/such/page")
MISSING = "no-such-school|no/such/page"


def check_every_page(site):
    """Structure, axe and width, on a phone and on a desktop, by day and by night."""
    for path in PATHS:
        for size, scheme in ((PHONE, "dark"), (DESKTOP, "light")):
            with site.page(path, size, allowed=MISSING, color_scheme=scheme, reduced_motion="reduce") as page:
                settled(page)
                where = f"{path} at {size[0]} px"
                expect(page.locator("h1").count() == 1 and page.locator("main").count() == 1, f"{where}: one h1 and one main")
                expect(page.locator("html[lang]").count() == 1 and page.locator("meta[name=viewport]").count() == 1, f"{where}: lang and viewport")
                expect(page.get_by_role("navigation").count() >= 1, f"{where}: no nav")
                fits(page, where)
                no_violations(page, where)


def check_frame(_):
    """Header and footer stand in each file, for there is no build: they are the same but for the mark of the page itself."""
    for part in ("header", "footer"):
        found = {}
        for path in sorted(glob.glob(f"{ROOT}/Sources/Site/*.html")):
            with open(path, encoding="utf-8") as file:
                text = re.search(rf"<{part}.*?</{part}>", file.read(), re.DOTALL)
            expect(text, f"{path} has no {part}")
            found.setdefault(text[0].replace(' aria-current="page"', ""), []).append(os.path.basename(path))
        expect(len(found) == 1 and sum(map(len, found.values())) >= 8, f"pages differ in their {part}: {list(found.values())}")


def check_titles(site):
    """Every page has a title of its own."""
    titles = {}
    for path in PATHS:
        if "?" not in path and "#" not in path:
            with site.page(path, allowed=MISSING) as page:
                settled(page)
                titles.setdefault(page.title(), []).append(path)
    expect(all(len(paths) == 1 for paths in titles.values()), f"titles that pages share: {titles}")


def check_headers(site):
    for path in ("/", "/schools", "/schools/school-001"):
        with urllib.request.urlopen(site.base + path, timeout=10) as response:
            expect(response.headers["Content-Security-Policy"] == POLICY, f"{path}: {response.headers['Content-Security-Policy']}")


def check_unknown_path(site):
    """Anything else is the page that says so, with status 404."""
    for path in ("/no/such/page", "/schools.html", "/schools/a/b", "/nothing"):
        with site.page(allowed=path) as page:
            response = page.goto(site.base + path)
            expect(response.status == 404, f"{path}: {response.status}")
            expect(page.get_by_role("heading", level=1).inner_text() == "There is no page here", f"{path}: not the 404 page")
            page.get_by_label("Name, city or ZIP code").fill("Denver")
            page.keyboard.press("Enter")
            page.wait_for_url("**/schools?q=Denver")


def check_skip_link(site):
    with site.page("/schools") as page:
        settled(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.evaluate("document.activeElement.id") == "main", "the skip link does not lead to the content")


def check_print(site):
    """On paper the filters, buttons and the footer are gone, and the facts are there."""
    with site.page("/compare?schools=school-001,school-002") as page:
        settled(page)
        page.emulate_media(media="print")
        expect(not page.get_by_role("button", name="Print").is_visible() and not page.locator("footer").is_visible(), "controls are printed")
        expect(page.get_by_role("table").is_visible(), "the table is not printed")


def check_reduced_motion(site):
    with site.page(RESULTS, reduced_motion="reduce") as page:
        settled(page)
        moving = page.evaluate("document.getAnimations().length")
        expect(moving == 0, f"{moving} animations with reduced motion")


def check_without_script(site):
    """Without scripts every page says what it needs."""
    with site.page("/schools", script=False) as page:
        expect(page.locator("noscript p").is_visible(), "no word without scripts")
