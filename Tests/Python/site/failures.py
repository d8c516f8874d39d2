"""The API is down, slow, busy or out of reach: every page says so and offers to try again."""
from browser import expect, focused, no_violations, settled

PATHS = ("/", "/schools", "/schools/school-001", "/compare?schools=school-001", "/find-my-school#step=results&trainingGoal=PPL",
         "/financing-calculator?school=school-001")
DOWN = {"status": 503, "json": {"error": "The schools cannot be read", "requestId": "request-4711"}}
ANY = "api/|Failed to load|ERR_"


def check_down_and_up_again(site):
    """The failure has the request's id, and trying again shows the page; the focus is on what came."""
    for path in PATHS:
        with site.page(allowed=ANY) as page:
            page.route("**/api/**", lambda route: route.fulfill(**DOWN))
            page.goto(site.base + path)
            alert = page.get_by_role("alert").filter(has_text="Something went wrong on our side")
            alert.wait_for()
            expect("request-4711" in alert.inner_text(), f"{path}: no request id")
            no_violations(page, f"{path} while the API is down")
            page.unroute("**/api/**")
            page.get_by_role("button", name="Try again").click()
            alert.wait_for(state="detached")
            settled(page)
            expect(focused(page) not in ("", None) and page.evaluate("document.activeElement !== document.body"), f"{path}: the focus is lost")


def check_kinds_of_failure(site):
    """Each kind has words of its own."""
    kinds = ((lambda route: route.fulfill(status=429, json={"error": "x", "requestId": "r"}), "Too many people"),
             (lambda route: route.fulfill(status=502, body="<html>bad gateway</html>", content_type="text/html"), "cannot be reached"),
             (lambda route: route.fulfill(status=200, body="<html>hotel</html>", content_type="text/html"), "cannot be reached"),
             (lambda route: route.fulfill(status=200, json={"schools": 7}), "could not be read"),
             (lambda route: route.abort(), "cannot be reached"))
    for answer, words in kinds:
        with site.page(allowed=ANY) as page:
            page.route("**/api/**", answer)
            page.goto(f"{site.base}/schools")
            page.get_by_role("alert").filter(has_text=words).wait_for()


def check_saved_when_down(site):
    with site.page("/schools", allowed=ANY) as page:
        settled(page)
        page.locator("[data-save]").first.click()
        page.route("**/api/**", lambda route: route.fulfill(**DOWN))
        page.goto(f"{site.base}/saved")
        page.get_by_role("button", name="Try again").wait_for()


def check_offline(site):
    """Offline has its own words, and the page goes on by itself when the connection is back."""
    with site.page("/find-my-school#step=check&trainingGoal=PPL", allowed=ANY) as page:
        settled(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="Show my schools").click()
        page.get_by_role("heading", name="No connection").wait_for()
        page.context.set_offline(False)
        page.locator("#results-title").wait_for()


def check_slow(site):
    """A skeleton soon, words after three seconds, and the list in the end."""
    with site.page(allowed=ANY) as page:
        held = []
        page.route("**/api/**", lambda route: held.append(route))
        page.goto(f"{site.base}/schools")
        page.locator(".skeleton").wait_for()
        expect(page.locator("#results").get_attribute("aria-busy") == "true", "not marked as busy")
        page.get_by_text("Still working").wait_for(timeout=5000)
        no_violations(page, "a slow list")
        held[0].continue_()
        page.locator(".card").first.wait_for()


def check_list_survives_being_offline(site):
    """What is loaded can be filtered without a connection."""
    with site.page("/schools") as page:
        settled(page)
        page.context.set_offline(True)
        page.get_by_label("State").select_option("CA")
        page.wait_for_url("**state=CA")
        expect(page.locator(".card").count() > 0, "no list")
