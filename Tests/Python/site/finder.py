"""Find my school: the questions, what is kept, the ranking with its reasons, and the explanations."""
import json
import re
import urllib.parse

from browser import expect, focused, settled

DENVER = "trainingGoal=PPL&city=Denver&state=CO&lat=39.74&lon=-104.98"


def answers(page):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.url).fragment))


def question(page, words):
    page.get_by_role("heading", name=words).wait_for()


def continue_(page):
    page.get_by_role("button", name="Continue").click()


def check_by_keyboard_alone(site):
    """From the first question to the ranking with Tab, arrows, Space and Enter; the focus is on each new heading."""
    with site.page("/find-my-school") as page:
        settled(page)
        press = page.keyboard.press

        def to(role, name):
            for _ in range(40):
                press("Tab")
                if page.get_by_role(role, name=name, exact=True).evaluate_all("found => found.includes(document.activeElement)"):
                    return
            raise AssertionError(f"Tab does not reach {role} {name}")

        to("radio", "Private pilot")
        press("Space")
        press("Enter")
        question(page, "Where do you live?")
        expect(focused(page) == "Where do you live?", f"the focus is on {focused(page)}")
        to("combobox", "City and state")
        page.keyboard.type("Denver, CO")
        press("Enter")
        question(page, "How far would you go?")
        for _ in range(3):
            press("Tab")
            press("ArrowDown")
            if answers(page).get("radius"):
                break
        press("Enter")
        question(page, "What can you spend on it?")
        to("textbox", "Dollars")
        page.keyboard.type("14,000")
        press("Enter")
        for words in ("Which type of training?", "Which aircraft", "How fast", "Have you flown", "What matters most"):
            question(page, re.compile(words))
            expect(re.search(words, focused(page)), f"the focus is on {focused(page)}")
            to("button", "Continue")
            press("Enter")
        question(page, "Check your answers")
        to("button", "Show my schools")
        press("Enter")
        page.locator("#results-title").wait_for()
        expect(focused(page) == page.locator("#results-title").inner_text(), f"the focus is on {focused(page)}")


def check_nothing_is_lost(site):
    """Back, forward, reload and a visit elsewhere lose no answer, and neither does one that was not sent yet."""
    with site.page("/find-my-school") as page:
        settled(page)
        page.get_by_label("Commercial pilot").check()
        continue_(page)
        page.get_by_label("Or only your state").select_option("TX")
        continue_(page)
        question(page, "How far would you go?")
        page.get_by_label("Within 200 miles").check()
        page.go_back()
        question(page, "Where do you live?")
        expect(page.get_by_label("Or only your state").input_value() == "TX", "back loses the state")
        page.go_back()
        question(page, "What do you want to train for?")
        expect(page.get_by_label("Commercial pilot").is_checked(), "back loses the goal")
        page.reload()
        settled(page)
        expect(page.get_by_label("Commercial pilot").is_checked(), "reload loses the goal")
        continue_(page)
        continue_(page)
        question(page, "How far would you go?")
        expect(page.get_by_label("Within 200 miles").is_checked(), "an answer that was not sent is lost")
        page.goto(f"{site.base}/saved")
        page.goto(f"{site.base}/find-my-school")
        settled(page)
        expect(page.get_by_label("Commercial pilot").is_checked(), "a visit elsewhere loses the answers")


def check_wrong_answers(site):
    """What is wrong is said at its field, which gets the focus."""
    with site.page("/find-my-school") as page:
        settled(page)
        continue_(page)
        page.get_by_text("Choose one of these").wait_for()
        page.get_by_label("Private pilot").check()
        continue_(page)
        page.get_by_label("City and state").fill("Xyzzy")
        continue_(page)
        page.get_by_text("We do not know this city").wait_for()
        expect(page.evaluate("document.activeElement.id") == "city", "the focus is not on the city")
        page.get_by_label("City and state").fill("")
        continue_(page)
        question(page, "What can you spend on it?")
        for words in ("-5", "much", "0", "12000000000"):
            page.get_by_label("Dollars").fill(words)
            continue_(page)
            page.get_by_text("Enter an amount").wait_for()
            expect(page.get_by_label("Dollars").get_attribute("aria-invalid") == "true", f"{words} is not marked")
        page.get_by_label("Dollars").fill("$12,500")
        continue_(page)
        question(page, "Which type of training?")
        expect(answers(page)["maxBudget"] == "12500", page.url)
    with site.page(f"/find-my-school#step=preferences&{DENVER}") as page:
        settled(page)
        for label in ("Low cost", "Fast completion", "Best instructors", "Modern fleet"):
            page.get_by_label(label).check()
        continue_(page)
        page.get_by_text("Choose 3 at most").wait_for()


def check_ranking(site):
    """Five schools with scores, reasons and factors, as POST /match gave them; a shared link opens the same."""
    with site.page(f"/find-my-school#step=check&{DENVER}&maxBudget=15000&preferences=Low+cost") as page:
        settled(page)
        with page.expect_response("**/api/match") as response:
            page.get_by_role("button", name="Show my schools").click()
        asked = json.loads(response.value.request.post_data)
        expect(asked["student"] == {"trainingGoal": "PPL", "maxBudget": 15000, "preferences": ["Low cost"],
                                    "location": {"city": "Denver", "state": "CO", "lat": 39.74, "lon": -104.98}}, f"{asked}")
        answer = response.value.json()
        page.locator("#results-title").wait_for()
        shown = page.locator(".result h3").all_inner_texts()
        expect(shown == [match["school"]["name"] for match in answer["matches"]], f"{shown}")
        for match, item in zip(answer["matches"], page.locator(".result").all()):
            text = item.inner_text()
            expect(f"{match['word']} match" in text and f"{match['distanceMiles']:,} mile" in text, text)
            expect(item.locator(".factors li").count() == len(match["factors"]), "not every factor is shown")
            expect(all(factor["fact"] in text for factor in match["factors"]), f"a fact is missing: {text}")
        shared = page.url
    with site.page() as page:
        page.goto(shared)
        page.locator("#results-title").wait_for()
        expect(page.locator(".result h3").all_inner_texts() == shown, "the shared link opens another ranking")


def check_explanations(site):
    """The text from the facts is there at once, the model's replaces it; two calls at most are in flight, in the order of ranks."""
    with site.page(f"/find-my-school#step=check&{DENVER}") as page:
        settled(page)
        held, most = [], [0]
        page.route("**/api/explain-match", lambda route: (held.append(route), most.__setitem__(0, max(most[0], len(held)))))
        with page.expect_response("**/api/match") as response:
            page.get_by_role("button", name="Show my schools").click()
        matches = response.value.json()["matches"]
        page.locator("#results-title").wait_for()
        sources = page.locator(".result .source")
        expect(sources.all_inner_texts() == ["From the facts"] * len(matches), f"{sources.all_inner_texts()}")
        expect(page.locator(".result .explanation").all_inner_texts() == [match["explanation"] for match in matches], "not the template's text")
        for rank, match in enumerate(matches):
            page.wait_for_timeout(100)
            expect(most[0] <= 2, f"{most[0]} calls in flight")
            route = held.pop(0)
            body = json.loads(route.request.post_data)
            expect(body["matchScore"] == match["score"] and body["school"] == match["explain"], f"rank {rank + 1}: {body}")
            route.continue_()
            page.locator(".result .source").nth(rank).get_by_text("Written by AI").wait_for()


def check_explanations_that_fail(site):
    """Too many requests, a failure and a fallback keep the text from the facts and show no error."""
    answers_ = [{"status": 429, "json": {"error": "slow down", "requestId": "a"}}, {"status": 503, "json": {"error": "no", "requestId": "b"}},
                {"status": 200, "json": {"explanation": "Another text.", "cached": False, "source": "template", "fallback": True}},
                {"status": 200, "body": "<html>", "content_type": "text/html"}, None]
    with site.page(f"/find-my-school#step=check&{DENVER}", allowed="explain-match") as page:
        settled(page)
        seen = []

        def fail(route):
            answer = answers_[len(seen) % len(answers_)]
            seen.append(answer)
            route.fulfill(**answer) if answer else route.abort()

        page.route("**/api/explain-match", fail)
        page.get_by_role("button", name="Show my schools").click()
        page.locator("#results-title").wait_for()
        before = page.locator(".result .explanation").all_inner_texts()
        page.wait_for_timeout(500)
        expect(len(seen) == len(before), f"{len(seen)} calls for {len(before)} schools")
        expect(page.locator(".result .explanation").all_inner_texts() == before, "a failure changed the text")
        expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w")).count() == 0, "a failure is shown")
        expect(set(page.locator(".result .source").all_inner_texts()) == {"From the facts"}, "a text that is not the model's is called so")


def check_leaving_cancels(site):
    """Explanations that nobody waits for any more are cancelled."""
    with site.page(f"/find-my-school#step=results&{DENVER}", allowed="explain-match.*ERR_ABORTED|ERR_FAILED") as page:
        cancelled = []
        page.on("requestfailed", lambda request: cancelled.append(request.url))
        page.route("**/api/explain-match", lambda route: None)
        page.locator("#results-title").wait_for()
        page.wait_for_timeout(200)
        page.get_by_role("button", name="Change my answers").click()
        question(page, "Check your answers")
        page.wait_for_timeout(200)
        expect(len(cancelled) == 2, f"{len(cancelled)} calls cancelled")


def check_one_change(site):
    """Each change says how many schools it lets in, and does."""
    path = f"/find-my-school#step=results&{DENVER}&radius=100&maxBudget=11000"
    with site.page(path) as page:
        page.locator("#results-title").wait_for()
        buttons = page.get_by_role("region", name="One change").get_by_role("button")
        labels = buttons.all_inner_texts()
        expect(labels, "no change is offered")
    for label in labels:
        with site.page(path) as page:
            page.locator("#results-title").wait_for()
            passing = []
            for again in (page.reload, page.get_by_role("button", name=label, exact=True).click):
                with page.expect_response("**/api/match") as response:
                    again()
                answer = response.value.json()
                passing.append(answer["considered"] - sum(answer["excluded"].values()))
                page.locator("#results-title").wait_for()
            more = int(label.rsplit(": ", 1)[1].split()[0].replace(",", ""))
            expect(passing[1] - passing[0] == more, f"{label}: {passing}")


def check_nothing_fits(site):
    """No match still leads on: what is in the way, and the best schools outside the limits."""
    with site.page(f"/find-my-school#step=results&trainingGoal=ATPL&city=Anchorage&state=AK&lat=61.22&lon=-149.90&radius=25") as page:
        page.get_by_role("heading", name="No school fits yet").wait_for()
        page.get_by_role("heading", name="Good, but outside your limits").wait_for()
        expect("farther" in page.locator("main").inner_text(), "no reason")


def check_saved_schools(site):
    """"And my saved schools?" says where they stand."""
    with site.page("/schools?state=ME") as page:
        settled(page)
        page.get_by_role("button", name=re.compile("^Save ")).first.click()
        page.goto(f"{site.base}/find-my-school#step=results&{DENVER}&radius=100")
        page.get_by_role("button", name="And my 1 saved school?").click()
        page.get_by_role("heading", name="Your saved schools").wait_for()
        page.get_by_text("is farther than you would go").first.wait_for()


def check_location_on_a_button(site):
    """The browser's location is asked for on the button alone, and becomes the nearest city."""
    with site.page(f"/find-my-school#step=place&trainingGoal=PPL", geolocation={"latitude": 39.9, "longitude": -105.1}, permissions=["geolocation"]) as page:
        settled(page)
        page.get_by_role("button", name="Use my location").click()
        page.get_by_text("The nearest city").wait_for()
        continue_(page)
        question(page, "How far would you go?")
        expect(answers(page)["state"] == "CO" and "39.9" != answers(page)["lat"], page.url)


def check_city_words(site):
    """A city is known by its name with the state's letters or name, in any case and without marks."""
    for words, known in (("Denver, CO", "Denver"), ("denver colorado", "Denver"), ("ST LOUIS, missouri", "St. Louis"), ("Kansas City KS", "Kansas City"), ("Seattle", "Seattle")):
        with site.page("/find-my-school#step=place&trainingGoal=PPL") as page:
            page.get_by_label("City and state").fill(words)
            continue_(page)
            question(page, "How far would you go?")
            expect(answers(page)["city"] == known and answers(page)["lat"], f"{words}: {answers(page)}")


def check_state_alone(site):
    """Without coordinates only the state counts."""
    with site.page("/find-my-school#step=place&trainingGoal=PPL") as page:
        settled(page)
        page.get_by_label("City and state").fill("Texas")
        continue_(page)
        question(page, "How far would you go?")
        expect(answers(page).get("state") == "TX" and "lat" not in answers(page), page.url)


def check_nonsense_in_the_fragment(site):
    """What is not an answer is as if it were not there."""
    with site.page("/find-my-school#step=results&trainingGoal=NASA&lat=999&lon=x&radius=-1&maxBudget=1e9&preferences=Speed&__proto__=1&state=ZZ") as page:
        with page.expect_response("**/api/match") as response:
            page.reload()
        expect(json.loads(response.value.request.post_data) == {"student": {}}, response.value.request.post_data)
        page.locator("#results-title").wait_for()
