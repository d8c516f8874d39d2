"""The list of schools before the API has answered, after a failure, and while the visitor is in the middle of something."""
import re

from browser import ROOT, expect, held_back, names, query, settled, until
from failures import ANY, DOWN
from offline import lose_api, lose_connection, notice, visit


def hold_schools(page):
    """Holds the API's answers; they come with `release`."""
    held = []
    page.route("**/api/schools**", lambda route: held.append(route))

    def release():
        page.unroute("**/api/schools**")
        for route in held:
            route.continue_()
    return release


def check_filters_before_the_answer(site):
    """Controls have the URL's values at once, a filter may be chosen meanwhile, and nothing is said of schools that nobody knows yet."""
    with site.page() as page:
        release = hold_schools(page)
        page.goto(f"{site.base}/schools?state=TX&minRating=4&programs=PPL")
        until(page, "document.forms.filters.elements.state.value === 'TX'")
        expect(page.get_by_label("Rating", exact=True).input_value() == "4" and page.get_by_label("Private pilot").is_checked(), "controls without their values")
        page.locator(".skeleton").wait_for()
        page.get_by_label("State").select_option("")
        page.get_by_label("Training type").select_option("Part141")
        page.get_by_label("Name, city or ZIP code").press_sequentially("a")
        page.wait_for_timeout(100)
        expect(page.locator(".skeleton").is_visible() and page.get_by_text("No school matches").count() == 0, "a list without an answer")
        expect(not re.search(r"\d", page.locator("#count").inner_text()), page.locator("#count").inner_text())
        release()
        settled(page)
        expect(query(page) == {"trainingType": "Part141", "programs": "PPL", "minRating": "4"}, page.url)
        expect(page.get_by_label("Name, city or ZIP code").input_value() == "a", "what was typed is gone")
        wanted = {card["name"] for card in site.served("/schools?fields=card&trainingType=Part141&programs=PPL")["schools"] if card["avgRating"] >= 4}
        expect(names(page) and set(names(page)) <= wanted, f"{names(page)}")


def check_state_survives_the_answer(site):
    """The state of a link is still chosen when the states are known, and is offered once."""
    with site.page() as page:
        release = hold_schools(page)
        page.goto(f"{site.base}/schools?state=CA")
        page.locator(".skeleton").wait_for()
        page.get_by_label("Training type").select_option("Part61")
        page.wait_for_url("**trainingType=Part61")
        release()
        settled(page)
        expect(query(page)["state"] == "CA" and page.get_by_label("State").input_value() == "CA", page.url)
        options = page.get_by_label("State").locator("option").all_inner_texts()
        expect(sum("California" in words for words in options) == 1, f"{options}")


def check_failure_stays(site):
    """A filter does not cover a failure with an empty list; after another try the link's place counts, and each state is offered once."""
    with site.page(allowed=ANY) as page:
        page.route("**/api/**", lambda route: route.fulfill(**DOWN))
        page.goto(f"{site.base}/schools?near=Denver,+CO&radius=200")
        page.get_by_role("heading", name="That did not work").wait_for()
        page.get_by_label("Training type").select_option("Part61")
        page.wait_for_url("**trainingType=Part61**")
        page.wait_for_timeout(100)
        expect(page.get_by_role("heading", name="That did not work").is_visible(), "the failure is covered")
        page.get_by_label("Training type").select_option("")
        page.unroute("**/api/**")
        page.get_by_role("button", name="Try again").click()
        until(page, "document.querySelectorAll('.card').length > 0")
        settled(page)
        away = [int(re.search(r"(\d+) miles? away", text)[1]) for text in page.locator(".card p.muted").all_inner_texts()]
        expect(away and away == sorted(away) and away[-1] <= 200, f"{away}")


def check_options_once(site):
    """The last answer and then a new one: the choices are those of the new one."""
    with site.page(allowed=ANY) as page:
        visit(site, page, "/schools?near=Denver,+CO")
        before = page.locator("#state option, #tier option").all_inner_texts()
        lose_connection(page)
        visit(site, page, "/schools?near=Denver,+CO")
        notice(page).wait_for()
        page.unroute("**/api/**")
        page.context.set_offline(False)
        until(page, "!document.querySelector('.old')")
        settled(page)
        after = page.locator("#state option, #tier option").all_inner_texts()
        expect(after == before, f"{len(before)} choices, then {len(after)}")
        expect("away" in page.locator(".card p.muted").first.inner_text(), "no distance")


def check_first_click_after_typing(site):
    """The click that takes the focus from the search goes where it was aimed."""
    with site.page("/schools") as page:
        settled(page)
        page.get_by_label("Name, city or ZIP code").press_sequentially("san")
        until(page, "document.querySelectorAll('.card').length < 10")
        box = page.locator(".card h3 a").first.bounding_box()
        page.mouse.move(box["x"] + 5, box["y"] + 5)
        page.mouse.down()
        page.wait_for_timeout(50)
        page.mouse.up()
        page.wait_for_url("**/schools/school-*")


def check_orders_and_bounds(site):
    """An order that there is not is named, and 0 is a bound like another."""
    with site.page("/schools?sortBy=distance-desc") as page:
        settled(page)
        page.get_by_role("link", name="Not understood: sortBy “distance-desc”").wait_for()
        expect(len(names(page)) > 0 and page.get_by_label("Order").input_value() == "rating-desc", "no list")
    with site.page("/schools?minRating=0&radius=0") as page:
        settled(page)
        for label in ("Rating", "Distance from there"):
            expect(page.get_by_label(label, exact=True).input_value() == "0", f"{label} is blank")


def check_map_keeps_the_notice(site):
    """The map is of the last answer as well, and says so."""
    with site.page(allowed=ANY) as page:
        visit(site, page, "/schools")
        lose_api(page)
        visit(site, page, "/schools")
        page.get_by_role("link", name="Map").click()
        page.get_by_role("group", name=re.compile("Map of")).wait_for()
        settled(page)
        expect(notice(page).is_visible(), "the map does not say that it is old")


def check_late_map(site):
    """A map that comes late does not cover a newer one."""
    with site.page("/schools") as page:
        settled(page)
        held = []
        page.route("**/data/states.json", lambda route: held.append(route))
        page.get_by_role("link", name="Map").click()
        until(page, "document.querySelector('[aria-busy]')")
        page.get_by_label("Name, city or ZIP code").fill("colorado")
        held_back(page, held, 2)
        for route in reversed(held):
            route.fulfill(path=f"{ROOT}/Sources/Site/data/states.json")
            page.wait_for_timeout(200)
        settled(page)
        maps = page.get_by_role("group", name=re.compile("Map of"))
        expect(maps.count() == 1 and maps.get_attribute("aria-label") == "Map of 3 schools", f"{maps.count()} maps: {maps.first.get_attribute('aria-label')}")


def check_retry_keeps_the_focus(site):
    """When the connection is back the list comes, and the focus stays where the visitor is."""
    with site.page(allowed=ANY) as page:
        lose_connection(page)
        visit(site, page, "/schools")
        page.get_by_role("heading", name="No connection").wait_for()
        page.get_by_label("Price from").focus()
        page.unroute("**/api/**")
        page.context.set_offline(False)
        page.locator(".card").first.wait_for()
        settled(page)
        expect(page.evaluate("document.activeElement.id") == "maxBudget", "the focus was taken away")


def check_filters_after_another_width(site):
    """Filters that were closed on a small window can be opened on a large one."""
    with site.page("/schools", (800, 700)) as page:
        settled(page)
        expect(not page.get_by_label("State").is_visible(), "the filters are open")
        page.set_viewport_size({"width": 1024, "height": 700})
        page.get_by_text("Filters", exact=True).click()
        page.get_by_label("State").select_option("TX")
        page.wait_for_url("**state=TX")


def check_place_is_described_when_wrong(site):
    """The field of the city has a description only while there is something to say."""
    with site.page("/schools") as page:
        settled(page)
        near = page.get_by_label("Near a city")
        described = "document.getElementById(document.forms.filters.elements.near.getAttribute('aria-describedby')).textContent"
        expect(page.evaluate(described) == "", "a description without an error")
        near.fill("Nowhere at all")
        page.keyboard.press("Enter")
        until(page, f"{described}.startsWith('We do not know this city')")
        expect(near.get_attribute("aria-invalid") == "true", "not marked")


def check_list_has_a_heading(site):
    """The list has a heading, and the number of schools is announced beside it."""
    with site.page("/schools") as page:
        settled(page)
        expect(page.get_by_role("heading", level=2).first.inner_text() == "Results", "no heading")
        page.get_by_role("status").filter(has_text=re.compile(r"^\d+ schools$")).wait_for()
