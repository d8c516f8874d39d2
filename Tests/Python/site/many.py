"""Five thousand schools: filtering and painting stay within a frame of 50 ms."""
from browser import expect, settled, until

SCHOOLS, FRAME = 5000, 50


def check_filter_time(site):
    """The best of six rounds: other work of this machine is not the page's."""
    with site.page("/schools") as page:
        settled(page)
        expect(int(page.locator("#count").inner_text().split()[0].replace(",", "")) >= SCHOOLS, page.locator("#count").inner_text())
        rounds = [page.evaluate("""async () => {
            const form = document.forms.filters, times = {};
            for (const [name, value] of [["state", "CA"], ["state", ""], ["sortBy", "name-asc"], ["trainingType", "Part141"], ["q", "air"],
                ["maxBudget", "12000"], ["q", ""], ["maxBudget", ""], ["trainingType", ""], ["sortBy", ""]]) {
                form.elements[name].value = value;
                const started = performance.now();
                form.elements[name].dispatchEvent(new Event(name === "q" ? "input" : "change", { bubbles: true }));
                await new Promise(requestAnimationFrame);
                document.body.offsetHeight;
                times[`${name}=${value}`] = performance.now() - started;
            }
            return times;
        }""") for _ in range(6)]
        best = {step: round(min(times[step] for times in rounds)) for step in rounds[0]}
        expect(max(best.values()) <= FRAME, f"slower than {FRAME} ms: {best}")


def check_kept_for_later(site):
    """So many schools are kept as well, for when there is no connection."""
    with site.page("/schools", allowed="api/|ERR_") as page:
        settled(page)
        page.route("**/api/**", lambda route: route.abort())
        page.reload()
        page.get_by_text("This is the answer from").wait_for()
        expect(page.locator(".card").count() == 24, "no list")


def check_pages(site):
    with site.page("/schools?page=3") as page:
        settled(page)
        expect(page.locator(".card").count() == 24, f"{page.locator('.card').count()} cards")
        before = page.locator(".card h3").all_inner_texts()
        page.get_by_role("link", name="Next").click()
        page.wait_for_url("**page=4")
        expect(page.locator(".card h3").all_inner_texts() != before, "the next page is the same")
        page.go_back()
        until(page, "first => document.querySelector('.card h3').textContent === first", before[0])
