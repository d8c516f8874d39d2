"""A school's page: what the API knows of it, and a school that does not exist."""
import re
import urllib.parse

from browser import expect, settled


def check_every_school(site):
    """Each school's page opens and has the school's own words."""
    for card in site.cards():
        school = site.served(f"/schools/{urllib.parse.quote(card['schoolId'], safe='')}")
        with site.page(f"/schools/{urllib.parse.quote(card['schoolId'], safe='')}") as page:
            settled(page)
            text = page.locator("main").inner_text()
            expected = [school["name"], school.get("description"), *(school.get("facilities") or []),
                        *(entry["name"] for entry in school.get("programDetails") or []),
                        *(entry["aircraftType"] for entry in school.get("fleetDetails") or []),
                        *(person["name"] for person in school.get("instructors") or []),
                        *(review["title"] for review in school.get("reviews") or []),
                        (school.get("contactInfo") or {}).get("email")]
            missing = [words for words in expected if words and words not in text]
            expect(not missing, f"{card['schoolId']}: {missing[:3]} are not on the page")
            expect(page.title().startswith(school["name"]), f"{card['schoolId']}: the title is {page.title()}")


def check_contact_links(site):
    """Mail, phone and web site are real links."""
    school = site.served("/schools/school-001")["contactInfo"]
    with site.page("/schools/school-001") as page:
        settled(page)
        links = [link.get_attribute("href") for link in page.get_by_role("link").all()]
        digits = re.sub(r"[^\d+]", "", school["phone"])
        for wanted in (f"mailto:{school['email']}", f"tel:{digits}"):
            expect(wanted in links, f"{wanted} is not among the links")
        expect(any(link.startswith(school["website"]) for link in links), f"{school['website']} is not among the links")


def check_missing_school(site):
    """A message and a way to the list."""
    for path in ("/schools/no-such-school", "/schools/%25", "/schools/a%20b%3Cb%3E"):
        with site.page(path, allowed="status of 404|status 404") as page:
            settled(page)
            expect(page.get_by_role("heading", level=1).inner_text() == "No such school", f"{path}: no message")
            page.get_by_role("link", name="See all schools").click()
            page.wait_for_url("**/schools")


def check_similar_schools(site):
    """The nearest other schools, with their distances."""
    with site.page("/schools/school-001") as page:
        settled(page)
        page.get_by_role("heading", name="Nearest other schools").wait_for()
        cards = page.locator("#similar .card")
        expect(cards.count() == 3 and "Golden Tule" not in cards.first.inner_text(), "no similar schools")
        expect("away" in cards.first.inner_text(), "no distance")


def check_to_financing(site):
    with site.page("/schools/school-001") as page:
        settled(page)
        page.get_by_role("link", name="Monthly cost").click()
        page.wait_for_url("**/financing-calculator?school=school-001**")
        page.get_by_role("button", name="Private pilot").wait_for()


def check_distance_from_the_visitor(site):
    """Who has told the finder a place sees how far a school is from it."""
    with site.page("/schools/school-020") as page:
        settled(page)
        expect(" from " not in page.locator(".lede").inner_text(), "a distance without a place")
        page.goto(f"{site.base}/find-my-school#step=check&trainingGoal=PPL&city=Denver&state=CO&lat=39.74&lon=-104.98")
        settled(page)
        page.goto(f"{site.base}/schools/school-020")
        settled(page)
        expect("91 miles from Denver, CO" in page.locator(".lede").inner_text(), page.locator(".lede").inner_text())


def check_dates(site):
    """A date is the day that stands in the data, whatever its time zone says, and what is no date is left out."""
    school = site.served("/schools/school-001")
    dates = (("2025-03-27", "Mar 27, 2025"), ("2025-03-27T23:30:00-08:00", "Mar 27, 2025"), ("2025-03-27T00:30:00+05:30", "Mar 27, 2025"),
             ("2025-03-27 10:00:00", "Mar 27, 2025"), ("March 27", None), (20250327, None), (["2025-03-27"], None))
    with site.page(timezone_id="America/Los_Angeles") as page:
        page.route("**/api/schools/school-001", lambda route: route.fulfill(json=school))
        for value, words in dates:
            school["verificationDetails"] = {"lastUpdated": value}
            page.goto(f"{site.base}/schools/school-001")
            settled(page)
            row = page.get_by_text("Last update", exact=True)
            shown = row.locator("xpath=following-sibling::dd[1]").inner_text() if row.count() else None
            expect(shown == words, f"{value}: {shown}")
