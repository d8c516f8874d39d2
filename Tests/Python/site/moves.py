"""What a page shows to who comes back to it, and who changes an answer: the browser's back/forward cache, the skip link, "Change"."""
import re

from browser import expect, focused, settled, until
from finder import DENVER, answers, continue_, question

# The browser of these checks has no back/forward cache: its two events stand for a visit elsewhere and the way back.
BACK = """for (const name of ["pagehide", "pageshow"]) dispatchEvent(new PageTransitionEvent(name, { persisted: true }))"""


def check_finder_works_after_back(site):
    """A page that the browser kept goes on: its question can be answered."""
    with site.page(f"/find-my-school#step=maxBudget&{DENVER}") as page:
        settled(page)
        page.evaluate(BACK)
        page.get_by_label("Dollars").fill("9000")
        continue_(page)
        question(page, "Which type of training?")
        expect(answers(page)["maxBudget"] == "9000", page.url)


def check_explanations_after_back(site):
    """A page that the browser kept goes on: the explanations still come."""
    with site.page(f"/find-my-school#step=check&{DENVER}") as page:
        settled(page)
        held = []
        page.route("**/api/explain-match", lambda route: held.append(route))
        page.get_by_role("button", name="Show my schools").click()
        page.locator("#results-title").wait_for()
        page.wait_for_timeout(200)
        page.evaluate(BACK)
        page.unroute("**/api/explain-match")
        for route in held:
            route.continue_()
        page.locator(".source").filter(has_text="Written by AI").first.wait_for()


def check_save_after_back(site):
    """What another page saved or ticked meanwhile shows."""
    with site.page("/schools") as page:
        settled(page)
        button = page.locator("[data-save]").first
        identifier = button.get_attribute("data-save")
        page.evaluate("id => localStorage.setItem('saved-schools', JSON.stringify({ [id]: { note: '', savedAt: '' } }))", identifier)
        page.evaluate("id => localStorage.setItem('compared-schools', JSON.stringify([id]))", identifier)
        page.evaluate(BACK)
        expect(button.get_attribute("aria-pressed") == "true", "the button does not say that the school is saved")
        expect(page.locator(f"[data-compare='{identifier}']").is_checked(), "the school is not ticked")
        page.get_by_role("link", name="Compare 1 school").wait_for()


def check_skip_link_keeps_answers(site):
    """The skip link of the finder leads to the content, and the answers stay."""
    with site.page("/find-my-school") as page:
        settled(page)
        page.get_by_label("Commercial pilot").check()
        continue_(page)
        question(page, "Where do you live?")
        address = page.url
        page.get_by_role("link", name="Skip to the content").focus()
        page.keyboard.press("Enter")
        expect(page.evaluate("document.activeElement.id") == "main", f"the focus is on {focused(page)}")
        expect(page.url == address and answers(page)["trainingGoal"] == "CPL", page.url)
        question(page, "Where do you live?")
        page.get_by_role("button", name="Back").click()
        until(page, "document.querySelector('[value=CPL]')?.checked")


def check_change_comes_back(site):
    """Who changes one answer of the check is asked no other."""
    with site.page(f"/find-my-school#step=check&{DENVER}&maxBudget=15000") as page:
        settled(page)
        page.get_by_role("button", name=re.compile("^Change.*What can you spend")).click()
        page.get_by_label("Dollars").fill("9000")
        continue_(page)
        question(page, "Check your answers")
        expect(answers(page)["maxBudget"] == "9000", page.url)
    with site.page("/find-my-school#step=check&city=Denver&state=CO&lat=39.74&lon=-104.98") as page:
        settled(page)
        page.get_by_role("button", name="Answer it").click()
        page.get_by_label("Private pilot").check()
        continue_(page)
        question(page, "Check your answers")
        page.get_by_role("button", name="Show my schools").click()
        page.get_by_role("heading", name=re.compile("fit")).first.wait_for()


def check_one_announcement(site):
    """The model's texts come without being read over each other."""
    with site.page(f"/find-my-school#step=results&{DENVER}") as page:
        page.locator("#results-title").wait_for()
        expect(page.locator(".result [aria-live]").count() == 0, "each explanation interrupts the reader")
