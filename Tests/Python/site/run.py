#!/usr/bin/env python3
"""Drives the pages in a real browser.

    run.py [BASE_URL] [--hostile URL] [--many URL] [--only WORD]

Without a BASE_URL it starts three servers with ./build.sh serve: with the sample schools, with hostile.json, and with 5,000 schools.
With one, that address must serve the sample schools, and the checks of hostile and of many schools run where their address is given.
"""
import argparse
import contextlib
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
import list_states
import lists
import many
import moves
import offline
import paths
import profile_page
import saved
from browser import Site
from server import serving


def checks(modules, word):
    """The checks of the modules whose name has the word in it."""
    found = [(module.__name__, name, check) for module in modules for name, check in vars(module).items() if name.startswith("check_")]
    return [entry for entry in found if word in f"{entry[0]}.{entry[1]}"]


def run(site, modules, word):
    """Runs the checks, each with its own verdict. Returns how many passed and how many failed."""
    passed, failed = 0, 0
    for module, name, check in checks(modules, word):
        started = time.monotonic()
        try:
            check(site)
            passed += 1
            print(f"{module}.{name}  {time.monotonic() - started:.1f} s", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED {module}.{name}\n{traceback.format_exc(limit=-3)[-1500:]}", flush=True)
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base", nargs="?")
    parser.add_argument("--hostile")
    parser.add_argument("--many")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    groups = [(options.base, (), [budgets, everywhere, paths, lists, list_states, profile_page, finder, moves, compare, financing, saved, failures, offline]),
              (options.hostile, ("--schools", hostile.FILE), [hostile]), (options.many, ("--generate", str(many.SCHOOLS)), [many])]
    passed, failed = 0, 0
    with sync_playwright() as playwright:
        for base, arguments, modules in groups:
            if not checks(modules, options.only) or (options.base and not base):
                continue
            with contextlib.nullcontext(base) if base else serving(*arguments) as address:
                results = run(Site(address, playwright.chromium), modules, options.only)
                passed, failed = passed + results[0], failed + results[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
