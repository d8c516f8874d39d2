#!/usr/bin/env python3
"""Takes pictures of all pages: screenshots.py FOLDER [BASE_URL]. Without an address it starts ./build.sh serve."""
import contextlib
import os
import sys

from playwright.sync_api import sync_playwright

from browser import PHONE, Site, settled
from everywhere import RESULTS
from server import serving

PAGES = {"home": "/", "schools": "/schools", "map": "/schools?view=map", "school": "/schools/school-001", "question": "/find-my-school",
         "results": RESULTS, "compare": "/compare?schools=school-001,school-002,school-003", "financing": "/financing-calculator?school=school-001",
         "saved": "/saved", "missing": "/no/such/page"}
SIZES = {"phone": PHONE, "desktop": (1280, 900)}


def main(folder, base=None):
    os.makedirs(folder, exist_ok=True)
    with sync_playwright() as playwright, contextlib.nullcontext(base) if base else serving() as address:
        site = Site(address, playwright.chromium)
        for name, path in PAGES.items():
            for size, pixels in SIZES.items():
                for scheme in ("light", "dark"):
                    with site.page(path, pixels, allowed="no/such/page", color_scheme=scheme, reduced_motion="reduce") as page:
                        settled(page)
                        page.screenshot(path=f"{folder}/{name}-{size}-{scheme}.png")
                        print(f"{folder}/{name}-{size}-{scheme}.png")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: screenshots.py FOLDER [BASE_URL]")
    main(*sys.argv[1:])
