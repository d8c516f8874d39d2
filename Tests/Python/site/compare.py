"""Schools side by side."""
import re

from browser import expect, focused, held_back, query, settled, until


def cell(page, row, column):
    return page.get_by_role("row", name=re.compile(f"^{row}")).get_by_role("cell").nth(column).inner_text()


def check_columns(site):
    """A column a school, with the facts of both and the best one named in words."""
    ids = ("school-001", "school-002")
    schools = [site.served(f"/schools/{identifier}") for identifier in ids]
    with site.page(f"/compare?schools={','.join(ids)}") as page:
        settled(page)
        heads = page.get_by_role("columnheader").all_inner_texts()
        expect([school["name"] in head for school, head in zip(schools, heads)] == [True, True], f"{heads}")
        for column, school in enumerate(schools):
            expect(f"${school['costBand']['min']:,}" in cell(page, "Price", column), cell(page, "Price", column))
            expect(f"{school['avgRating']:.1f}" in cell(page, "Rating", column), cell(page, "Rating", column))
        cheapest = min((0, 1), key=lambda column: schools[column]["costBand"]["min"])
        expect("lowest" in cell(page, "Price", cheapest) and "lowest" not in cell(page, "Price", 1 - cheapest), "the lowest price is not marked")


def check_median(site):
    values = sorted(card["instructorCount"] for card in site.cards() if card.get("instructorCount"))
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    with site.page("/compare?schools=school-001,school-002") as page:
        settled(page)
        expect(float(cell(page, "Instructors", 2)) == middle, f"{cell(page, 'Instructors', 2)}, the median is {middle}")


def check_only_differences(site):
    with site.page("/compare?schools=school-001,school-002") as page:
        settled(page)
        rows = page.get_by_role("row").count()
        same = page.locator("tbody th", has_text="the same").count()
        page.get_by_label("Only what differs").check()
        until(page, f"document.querySelectorAll('tbody tr').length === {rows - 1 - same}")
        page.reload()
        settled(page)
        expect(page.get_by_label("Only what differs").is_checked(), "the switch is not in the address")


def check_unknown_ids(site):
    with site.page("/compare?schools=school-001,no-such,school-001", allowed="404") as page:
        settled(page)
        page.get_by_text("There is no school with the id “no-such”").wait_for()
        expect(page.get_by_role("columnheader").count() == 2, "a school and the median")


def check_too_many(site):
    with site.page("/compare?schools=school-001,school-002,school-003,school-004,school-005") as page:
        settled(page)
        page.get_by_text("At most 4 schools are compared. Left out: school-005.").wait_for()


def check_add_and_remove(site):
    with site.page("/compare?schools=school-001") as page:
        settled(page)
        page.get_by_label("Add a school by name").fill("bahia azul")
        page.keyboard.press("Enter")
        until(page, "document.querySelectorAll('thead th').length === 3")
        expect(query(page)["schools"] == "school-001,school-002" and "side by side" in focused(page), f"{page.url}, focus on {focused(page)}")
        page.get_by_role("button", name="Remove Golden Tule").click()
        until(page, "document.querySelectorAll('thead th').length === 2")
        page.go_back()
        until(page, "document.querySelectorAll('thead th').length === 3")
        page.get_by_label("Add a school by name").fill("no school at all")
        page.keyboard.press("Enter")
        page.get_by_text("No school has this name").wait_for()


def check_add_when_it_can(site):
    """A school can be added as soon as the schools are known, and not before."""
    with site.page() as page:
        held = []
        page.route("**/api/schools?**", lambda route: held.append(route))
        page.goto(f"{site.base}/compare?schools=school-001")
        page.locator(".skeleton").wait_for()
        expect(not page.get_by_label("Add a school by name").is_visible(), "adding finds no school yet")
        held[0].continue_()
        page.get_by_label("Add a school by name").wait_for()


def check_unknown_takes_no_place(site):
    """An id that there is not goes with the next school that is added."""
    ids = "school-001,school-002,school-003,no-such"
    with site.page(f"/compare?schools={ids}", allowed="404") as page:
        settled(page)
        page.get_by_label("Add a school by name").fill("school-004")
        page.keyboard.press("Enter")
        until(page, "document.querySelectorAll('thead th').length === 5")
        expect(query(page)["schools"] == "school-001,school-002,school-003,school-004", page.url)


def check_two_additions_at_once(site):
    """A school that is still loading is neither called unknown nor lost when the next one is added."""
    with site.page("/compare?schools=school-001") as page:
        settled(page)
        held = []
        page.route("**/api/schools/*", lambda route: held.append(route))
        for identifier in ("school-002", "school-003"):
            page.get_by_label("Add a school by name").fill(identifier)
            page.keyboard.press("Enter")
            until(page, "id => location.search.includes(id)", identifier)
        held_back(page, held, 2)
        page.wait_for_timeout(300)  # or else the skeleton covers what is said
        held[0].continue_()
        page.wait_for_timeout(200)
        expect(page.get_by_text("There is no school with the id").count() == 0, "a school that is loading is called unknown")
        for route in held[1:]:
            route.continue_()
        until(page, "document.querySelectorAll('thead th').length === 4")
        expect(query(page)["schools"] == "school-001,school-002,school-003", page.url)


def check_from_cards(site):
    """Ticked cards lead to the comparison; a fifth is refused in words."""
    with site.page("/schools") as page:
        settled(page)
        boxes = page.get_by_role("checkbox", name=re.compile("^Compare "))
        for index in range(4):
            boxes.nth(index).check()
        boxes.nth(4).click()
        expect(not boxes.nth(4).is_checked(), "a fifth school is ticked")
        page.get_by_text("You can compare 4 schools at most").wait_for()
        page.get_by_role("link", name="Compare 4 schools").click()
        settled(page)
        expect(page.get_by_role("columnheader").count() == 5, "four schools and the median")
