"""The list of schools: filters, order, pages, chips, the map, and the browser's history."""
import re

from browser import PHONE, expect, focused, names, query, settled, until


def total(page):
    return page.locator("#count").inner_text()


def check_all_schools(site):
    cards = site.cards()
    with site.page("/schools") as page:
        settled(page)
        expect(total(page) == f"{len(cards)} schools", f"{total(page)} for {len(cards)} schools")
        best = max(card.get("avgRating", 0) for card in cards)
        first = next(card for card in cards if card["name"] == names(page)[0])
        expect(first["avgRating"] == best, f"the first school is rated {first.get('avgRating')}, the best one {best}")


def check_filters_agree_with_api(site):
    """Each filter and order shows what the API itself answers."""
    for parameters in ("state=CA", "state=tx", "programs=CFII,ATPL", "trainingType=Part141", "trainingType=Both", "maxBudget=9000",
                       "state=FL&programs=PPL&trainingType=Part61", "sortBy=price-asc", "sortBy=price-desc", "sortBy=name-asc", "sortBy=name-desc",
                       "sortBy=rating-asc", "sortBy=fleet-size-desc", "sortBy=fleet-size-asc"):
        schools = site.served(f"/schools?fields=card&{parameters}")["schools"]
        with site.page(f"/schools?{parameters}") as page:
            settled(page)
            expect(re.match(r"\d+", total(page))[0] == str(len(schools)), f"{parameters}: {total(page)}, the API has {len(schools)}")
            shown = names(page)
            if "sortBy" in parameters:
                expect(shown == [school["name"] for school in schools][:len(shown)], f"{parameters}: another order than the API's: {shown}")
            else:
                expect(set(shown) <= {school["name"] for school in schools}, f"{parameters}: {shown}")


def check_one_history_entry(site):
    """A filter is one entry of the history; back and forward restore list and controls."""
    with site.page("/schools") as page:
        settled(page)
        everything = total(page)
        entries = page.evaluate("history.length")
        page.get_by_label("State").select_option("CA")
        page.get_by_role("button", name="Apply filters").click()
        expect(page.evaluate("history.length") == entries + 1, "not one entry for a filter")
        filtered = total(page)
        expect(query(page) == {"state": "CA"} and filtered != everything, f"{page.url}: {filtered}")
        page.get_by_label("Price from").fill("11000")
        page.keyboard.press("Enter")
        expect(page.evaluate("history.length") == entries + 2, "not one entry for a typed filter")
        page.go_back()
        until(page, "!document.forms.filters.elements.maxBudget.value")
        expect(total(page) == filtered and page.get_by_label("State").input_value() == "CA", f"back: {total(page)}")
        page.go_back()
        until(page, "!document.forms.filters.elements.state.value")
        expect(total(page) == everything, f"back again: {total(page)}")
        page.go_forward()
        until(page, "document.forms.filters.elements.state.value === 'CA'")
        expect(total(page) == filtered, f"forward: {total(page)}")
        page.reload()
        settled(page)
        expect(total(page) == filtered and page.get_by_label("State").input_value() == "CA", "reload loses the filter")


def check_back_from_profile(site):
    with site.page("/schools?state=CA&sortBy=price-asc") as page:
        settled(page)
        before = names(page)
        page.locator(".card h3 a").first.click()
        page.wait_for_url("**/schools/*")
        page.go_back()
        settled(page)
        expect(names(page) == before, "back from a profile shows another list")


def check_text_search(site):
    """Typing filters at once, without entries of the history; accents and case do not matter."""
    with site.page("/schools") as page:
        settled(page)
        entries = page.evaluate("history.length")
        page.get_by_label("Name, city or ZIP code").press_sequentially("PINON")
        until(page, "document.querySelectorAll('.card').length === 1")
        expect(page.evaluate("history.length") == entries, "typing makes entries of the history")
        page.keyboard.press("Enter")
        expect(query(page) == {"q": "PINON"} and page.evaluate("history.length") == entries + 1, page.url)


def check_chips(site):
    """Each filter is a chip that takes it away; what is not understood is one as well."""
    with site.page("/schools?state=CA&programs=PPL&maxBudget=20000&trainingType=Part999") as page:
        settled(page)
        chips = page.get_by_role("list", name="Active filters").get_by_role("link")
        texts = chips.all_inner_texts()
        expect([any(part in text for text in texts) for part in ("California", "Private pilot", "Part999")] == [True] * 3, f"{texts}")
        page.get_by_role("link", name="Remove: California").click()
        expect("state" not in query(page) and "schools" in focused(page), f"{page.url}, focus on {focused(page)}")
        page.get_by_role("link", name="Clear all").click()
        expect(query(page) == {}, page.url)


def check_nothing_found(site):
    """No result names the filters that are in the way, and how many each hides."""
    with site.page("/schools?state=ME&programs=ATPL") as page:
        settled(page)
        page.get_by_role("heading", name="No school matches all of this").wait_for()
        page.get_by_role("link", name=re.compile("Without Maine: [0-9]+ school")).click()
        expect(len(names(page)) > 0, "the way out finds nothing")


def check_distance(site):
    """Distances are measured from a city; the nearest comes first, and a shared link opens the same."""
    with site.page("/schools") as page:
        settled(page)
        page.get_by_label("Near a city").fill("denver, co")
        page.get_by_label("Distance from there").select_option("200")
        page.wait_for_url("**radius=200")
        until(page, "[...document.querySelectorAll('.card')].every((card) => card.textContent.includes(' away'))")
        away = [int(re.search(r"(\d+) miles? away", text)[1]) for text in page.locator(".card p.muted").all_inner_texts()]
        expect(away == sorted(away) and away and away[-1] <= 200, f"{away}")
        shared = page.url
    with site.page() as page:
        page.goto(shared)
        settled(page)
        expect(len(names(page)) == len(away), "the shared link opens another list")
        page.get_by_label("Near a city").fill("Nowhere at all")
        page.keyboard.press("Enter")
        page.get_by_text("We do not know this city").wait_for()


def check_map_on_a_phone(site):
    with site.page("/schools?view=map", PHONE) as page:
        page.get_by_role("group", name=re.compile("Map of")).wait_for()


def check_map(site):
    with site.page("/schools") as page:
        settled(page)
        page.get_by_role("link", name="Map").click()
        page.get_by_role("group", name=re.compile("Map of")).wait_for()
        expect(query(page)["view"] == "map", page.url)
        page.get_by_role("link", name=re.compile("^Colorado: 3 schools")).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**state=CO**")
        dots = page.locator("svg a:not([data-list])")
        until(page, "document.querySelectorAll('svg a:not([data-list])').length === 3")
        dots.first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/schools/school-*")


def check_filters_on_a_phone(site):
    """On a phone the list comes first, and the filters open above it."""
    with site.page("/schools", PHONE) as page:
        settled(page)
        expect(not page.get_by_label("State").is_visible(), "the filters cover the list")
        page.get_by_text("Filters", exact=True).click()
        page.get_by_label("State").select_option("TX")
        page.wait_for_url("**state=TX")


def check_count_is_announced(site):
    with site.page("/schools") as page:
        settled(page)
        expect(page.locator("#count").get_attribute("role") == "status", "the count is not announced")
