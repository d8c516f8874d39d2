#!/usr/bin/env python3
"""Drives the pages in a real browser.

    run.py BASE_URL [--hostile URL] [--many URL] [--only WORD]

BASE_URL serves the sample schools. --hostile serves hostile.json, --many 5,000 schools; without them their checks do not run.
"""
import argparse
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import budgets
import compare
import everywhere
import failures
import financing
import finder
import hostile
import lists
import many
import profile_page
import saved
from browser import Site


def checks(modules, word):
    found = [(module.__name__, name, check) for module in modules for name, check in vars(module).items() if name.startswith("check_")]
    return [entry for entry in found if not word or word in f"{entry[0]}.{entry[1]}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("--hostile")
    parser.add_argument("--many")
    parser.add_argument("--only")
    options = parser.parse_args()
    groups = [(options.base, [budgets, everywhere, lists, profile_page, finder, compare, financing, saved, failures]),
              (options.hostile, [hostile]), (options.many, [many])]
    passed, failed = 0, 0
    with sync_playwright() as playwright:
        for base, modules in groups:
            if not base:
                continue
            site = Site(base, playwright.chromium)
            for module, name, check in checks(modules, options.only):
                started = time.monotonic()
                try:
                    check(site)
                    passed += 1
                    print(f"{module}.{name}  {time.monotonic() - started:.1f} s", flush=True)
                except Exception:  # each check has its own verdict
                    failed += 1
                    print(f"FAILED {module}.{name}\n{traceback.format_exc(limit=-3)[-1500:]}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
