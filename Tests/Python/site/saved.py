"""Saved schools: kept in the browser, with notes."""
import json
import re

from browser import expect, focused, settled, until


def save_two(site, page):
    page.goto(f"{site.base}/schools?state=CA")
    settled(page)
    buttons = page.get_by_role("button", name=re.compile("^Save "))
    names = [card.inner_text() for card in page.locator(".card h3").all()[:2]]
    for _ in range(2):
        buttons.first.click()
    page.get_by_text("Saved.").wait_for()
    page.goto(f"{site.base}/saved")
    settled(page)
    return names


def check_save_note_delete(site):
    with site.page() as page:
        names = save_two(site, page)
        expect(sorted(page.locator(".card h3").all_inner_texts()) == sorted(names), "not the schools that were saved")
        page.get_by_label(f"Note on {names[0]}").fill("Ask about <b>evenings</b>")
        page.reload()
        settled(page)
        expect(page.get_by_label(f"Note on {names[0]}").input_value() == "Ask about <b>evenings</b>", "the note is lost")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export as a file").click()
        kept = json.load(open(download.value.path(), encoding="utf-8"))
        expect({entry["name"] for entry in kept} == set(names) and any("evenings" in entry["note"] for entry in kept), f"{kept}")
        expect("schools=" in page.get_by_role("link", name="Compare these").get_attribute("href"), "no comparison")
        page.get_by_role("button", name="Delete all").click()
        box = page.get_by_role("dialog").bounding_box()
        expect(abs(box["y"] + box["height"] / 2 - page.viewport_size["height"] / 2) < 5, f"the question is not in the middle: {box}")
        page.get_by_role("dialog").get_by_role("button", name="Keep them").click()
        expect(page.locator(".card").count() == 2, "deleted without consent")
        page.get_by_role("button", name="Delete all").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete all").click()
        page.get_by_role("heading", name="You have saved no school yet").wait_for()
        page.reload()
        page.get_by_role("heading", name="You have saved no school yet").wait_for()


def check_other_tab(site):
    """A school that is removed in another tab is gone here."""
    with site.page() as page:
        save_two(site, page)
        other = page.context.new_page()
        other.goto(f"{site.base}/saved")
        settled(other)
        other.get_by_role("button", name=re.compile("^Saved ")).first.click()
        until(page, "document.querySelectorAll('.card').length === 1")


def check_saved_in_another_tab(site):
    """A school that is saved in another tab is here as a card, in a page that was empty as well."""
    with site.page("/saved") as page:
        page.get_by_role("heading", name="You have saved no school yet").wait_for()
        other = page.context.new_page()
        other.goto(f"{site.base}/schools")
        settled(other)
        for number in (1, 2):
            other.get_by_role("button", name=re.compile("^Save ")).first.click()
            until(page, f"document.querySelectorAll('.card').length === {number}")
            expect(page.get_by_text("No longer listed").count() == 0, "a school that is listed is called gone")


def check_focus_after_removing(site):
    """Taking a school off leaves the focus in the list, not at the top of the page."""
    with site.page() as page:
        save_two(site, page)
        for words in ("1 saved school", "You have saved no school yet"):
            page.get_by_role("button", name=re.compile("^Saved ")).first.click()
            page.get_by_role("heading", name=words).wait_for()
            expect(focused(page) == words, f"the focus is on {focused(page)[:40]}")


def check_escape_deletes_nothing(site):
    """Escape closes the question and keeps the schools, after an answer was "Delete all" as well."""
    with site.page() as page:
        save_two(site, page)
        page.get_by_role("button", name="Delete all").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete all").click()
        page.get_by_role("heading", name="You have saved no school yet").wait_for()
        expect(page.evaluate("document.querySelector('dialog').returnValue") == "", "the next Escape counts as this answer")
        other = page.context.new_page()
        other.goto(f"{site.base}/schools")
        settled(other)
        other.get_by_role("button", name=re.compile("^Save ")).first.click()
        page.locator(".card").wait_for()
        page.get_by_role("button", name="Delete all").click()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")
        expect(page.locator(".card").count() == 1, "Escape deleted it")


def check_gone_school(site):
    """A school that is no longer listed is named and can be removed."""
    with site.page("/saved") as page:
        page.evaluate("localStorage.setItem('saved-schools', JSON.stringify({ 'school-gone': { note: '', savedAt: '' } }))")
        page.reload()
        settled(page)
        page.get_by_role("heading", name="No longer listed").wait_for()
        page.get_by_role("button", name="Remove school-gone").click()
        page.get_by_role("heading", name="You have saved no school yet").wait_for()


def check_foreign_storage(site):
    """Whatever else is in the browser's storage, the page opens."""
    for text in ("{", "null", "[]", "7", '"x"', '{"a":null}', '{"school-001":{"note":5}}'):
        with site.page("/saved") as page:
            page.evaluate("text => { localStorage.setItem('saved-schools', text); localStorage.setItem('compared-schools', text); }", text)
            page.reload()
            settled(page)
            page.get_by_role("heading", level=1).wait_for()
            page.goto(f"{site.base}/schools")
            settled(page)
            expect(page.locator(".card").count() > 0, f"{text}: no list")
