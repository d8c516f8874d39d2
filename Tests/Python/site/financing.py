"""The financing calculator against known loans."""
import re

from browser import expect, held_back, query, settled, until

# Principal, yearly rate, months, and the payment that every loan table gives.
LOANS = ((10000, 6, 60, "193.33"), (12000, 8.5, 60, "246.20"), (200000, 6.5, 360, "1,264.14"), (25000, 0, 48, "520.83"),
         (15000, 12, 36, "498.21"), (100000, 5, 180, "790.79"), (5000, 9.99, 1, "5,041.63"))


def fill(page, **values):
    for name, value in values.items():
        page.locator(f"#{name}").fill(str(value))


def number(words):
    return float(re.sub(r"[^\d.]", "", words))


def check_known_loans(site):
    with site.page("/financing-calculator") as page:
        settled(page)
        for principal, rate, months, payment in LOANS:
            fill(page, cost=principal, down=0, grants=0, rate=rate, months=months)
            shown = page.locator("#payment").inner_text()
            expect(page.locator("#announcement").inner_text() == f"Monthly payment {shown}", "the payment is not announced")
            expect(shown == f"${payment}", f"{principal} at {rate} % over {months}: {shown}, not ${payment}")
            monthly = rate / 1200
            exact = principal / months if rate == 0 else principal * monthly / (1 - (1 + monthly) ** -months)
            total, interest = number(page.locator("#total").inner_text()), number(page.locator("#interest").inner_text())
            expect(abs(total - exact * months) <= 0.01, f"{total}, exactly {exact * months}")
            expect(abs(total - principal - interest) < 0.015, "interest and total do not agree")
            last = page.get_by_role("row").last.get_by_role("cell").last.inner_text()
            expect(last == "$0.00", f"{last} is still owed at the end")


def check_down_payment_and_grants(site):
    with site.page("/financing-calculator") as page:
        settled(page)
        fill(page, cost="$20,000", down="4,000", grants="1000", rate="6%", months=60)
        expect(page.locator("#borrowed").inner_text() == "$15,000.00", page.locator("#borrowed").inner_text())
        fill(page, down=19000)
        page.get_by_text("there is nothing to borrow").wait_for()


def check_nonsense(site):
    """Nonsense gets words, at its field."""
    wrong = {"cost": ("", "abc", "-1", "0", "99999999", "1e5", "NaN"), "down": ("x", "-1"), "grants": ("?",), "rate": ("", "-1", "61", "six"),
             "months": ("", "0", "1.5", "361", "Infinity")}
    with site.page("/financing-calculator") as page:
        settled(page)
        for name, values in wrong.items():
            before = page.locator(f"#{name}").input_value()
            for value in values:
                fill(page, **{name: value})
                expect(page.locator(f"#{name}").get_attribute("aria-invalid") == "true", f"{name} {value!r} is taken")
                expect("must be" in page.locator(f"#{name}-error").inner_text(), f"{name} {value!r}: no words")
                expect(page.locator("#payment").count() == 0, f"{name} {value!r}: a payment is shown")
            fill(page, **{name: before})
            expect(page.locator("#payment").count() == 1, f"{name} {before}: no payment")


def check_shared_link(site):
    with site.page("/financing-calculator") as page:
        settled(page)
        fill(page, cost=12000, rate=8.5, months=60)
        expect(query(page)["cost"] == "12000", page.url)
        shared = page.url
    with site.page() as page:
        page.goto(shared)
        settled(page)
        expect(page.locator("#payment").inner_text() == "$246.20", "the shared link shows another payment")


def check_from_a_school(site):
    """The school's price is the first cost, and its other programs are a button away."""
    programs = site.served("/schools/school-001")["programDetails"]
    with site.page("/financing-calculator?school=school-001") as page:
        settled(page)
        middle = lambda entry: str(round((entry["costMin"] + entry["costMax"]) / 2))
        expect(page.locator("#cost").input_value() == middle(programs[0]), page.locator("#cost").input_value())
        page.get_by_role("button", name="Instrument rating").click()
        wanted = next(entry for entry in programs if entry["certification"] == "IR")
        expect(page.locator("#cost").input_value() == middle(wanted), page.locator("#cost").input_value())


def check_typed_cost_stays(site):
    """A cost that was typed before the school came is not replaced by its price."""
    with site.page() as page:
        held = []
        page.route("**/api/schools/school-001", lambda route: held.append(route))
        page.goto(f"{site.base}/financing-calculator?school=school-001")
        fill(page, cost=4321)
        until(page, "document.querySelector('#payment')")
        held_back(page, held, 1)
        held[0].continue_()
        page.get_by_role("button", name="Private pilot").wait_for()
        expect(page.locator("#cost").input_value() == "4321", page.locator("#cost").input_value())


def check_programs_without_prices(site):
    """Where no program has a price, that of the school counts."""
    school = site.served("/schools/school-001")
    school["programDetails"] = [{"certification": "PPL", "name": "Private"}]
    with site.page() as page:
        page.route("**/api/schools/school-001", lambda route: route.fulfill(json=school))
        page.goto(f"{site.base}/financing-calculator?school=school-001")
        settled(page)
        page.get_by_role("button", name="Training").wait_for()
        middle = round((school["costBand"]["min"] + school["costBand"]["max"]) / 2)
        expect(page.locator("#cost").input_value() == str(middle), page.locator("#cost").input_value())


def check_no_loan_is_announced(site):
    with site.page("/financing-calculator") as page:
        settled(page)
        fill(page, cost=5000, down=5000)
        page.get_by_role("status").filter(has_text="No loan is needed").wait_for()
        expect(page.get_by_role("status").filter(has_text="Monthly payment").count() == 0, "the payment of before is still announced")
        fill(page, down=0)
        page.get_by_role("status").filter(has_text="Monthly payment").wait_for()


def check_unknown_school(site):
    """The calculator works without the school, and says that there is none."""
    with site.page("/financing-calculator?school=no-such-school", allowed="no-such-school") as page:
        page.get_by_text("There is no school with the id “no-such-school”").wait_for()
        expect(page.locator("#payment").is_visible(), "no payment")


def check_va_rules(site):
    with site.page("/financing-calculator") as page:
        text = page.locator("main").inner_text()
        for words in ("only after the private pilot certificate", "Part 141", "cap for each year"):
            expect(words in text, f"the VA's rules do not say {words!r}")
