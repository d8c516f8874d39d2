#!/usr/bin/env python3
"""order.py DIR RUN…: which things a start touches, in an order for the linker.

A RUN is PHASE:MAP:CODE:DATA. PHASE is one of PHASES; MAP is the linker's; CODE is callgrind's record of the
instructions that ran, DATA lackey's of what was touched, in order. Writes in DIR:

  order.symbols              a name of each section that has one of its own, for --symbol-ordering-file
  order.start, order.tls     constants without one, as lines of a linker script

Phases follow each other, and inside a phase things are as they are first touched: a disk is read forwards. A section is
hot as a whole; prepare.sh has made sections of functions.
"""

import bisect
import collections
import itertools
import re
import sys

PHASES = ["start", "answer", "tls", "request"]

# Functions of libc that it chooses by processor: valgrind's is not Lambda's.
VARIANT = re.compile(r"(__\w+?)_(?:sse|ssse|avx|evex|erms)\w*$")


class Map:
    """The sections of a linked file: address, size, output section, input section, names."""

    def __init__(self, path):
        self.sections = []
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    address, size = int(line[:16], 16), int(line[34:42], 16)
                except ValueError:
                    continue
                rest = line[49:].rstrip("\n")
                if rest.startswith(" " * 16):
                    if self.sections and self.sections[-1][0] <= address:
                        self.sections[-1][4].append(rest.strip())
                elif not rest.startswith(" " * 8):
                    output = rest
                elif address and size:
                    self.sections.append((address, size, output, rest.strip(), []))
        self.sections.sort(key=lambda section: section[0])
        self.starts = [section[0] for section in self.sections]
        self.uses = collections.Counter(name for section in self.sections for name in section[4])
        self.patterns = collections.Counter(pattern(section[3]) for section in self.sections)
        self.variants = collections.defaultdict(list)
        for section in self.sections:
            for name in section[4]:
                if match := VARIANT.match(name):
                    self.variants[match.group(1)].append(name)

        self.literals = collections.defaultdict(list)
        for index, (_, size, _, place, _) in enumerate(self.sections):
            if ":(.rodata.str" in place and size <= 512:
                self.literals[place.split(":(")[0]].append(index)

    def with_literals(self, indices):
        """Sections, each followed by the few literals of its object: it may pass them to the kernel, which no trace shows."""
        for index in indices:
            if index is not None:
                yield index
                yield from self.literals[self.sections[index][3].split(":(")[0]]

    def at(self, address):
        """The index of the section that holds an address, or None."""
        index = bisect.bisect_right(self.starts, address) - 1
        if index >= 0 and address < self.starts[index] + self.sections[index][1]:
            return index
        return None


def pattern(place):
    """FILE:(SECTION) or ARCHIVE(MEMBER):(SECTION) of a map as a linker script has it; None for what the linker made."""
    match = re.match(r"(?:.*/)?([^/]+\.a)\(([^)]*)\):\((.*)\)$", place)
    if match:
        return f'*{match.group(1)}:{match.group(2)}("{match.group(3)}")'
    match = re.match(r".*?([^/]+/[^/]+\.o):\((.*)\)$", place)
    return f'*{match.group(1)}("{match.group(2)}")' if match else None


def touched(path):
    """The addresses in a file of lackey's, --trace-mem=yes, of instructions and of what they load and store, in order."""
    seen = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line[0] in "I " and line not in seen:
                seen.add(line)
                yield int(line[3 : line.index(",")], 16)


def executed(path):
    """The addresses of instructions in a file of callgrind's, --dump-instr=yes --compress-pos=no, sorted."""
    addresses = set()
    with open(path, encoding="utf-8") as lines:
        call = False  # the next line is the cost of the call
        for line in lines:
            if line.startswith("0x") and not call:
                addresses.add(int(line.split(" ", 1)[0], 16))
            call = line.startswith("calls=")
    return sorted(addresses)


def main():
    directory, maps = sys.argv[1], {}
    symbols, scripts = {}, {"start": {}, "tls": {}}
    for run in sorted(sys.argv[2:], key=lambda run: PHASES.index(run.split(":")[0])):
        phase, path, *traces = run.split(":")
        if path not in maps:
            maps[path] = Map(path)
        linked = maps[path]
        addresses = itertools.chain(touched(traces[1]), executed(traces[0]))
        for index in linked.with_literals(dict.fromkeys(map(linked.at, addresses))):
            _, _, output, place, names = linked.sections[index]
            line = pattern(place)
            if output == ".rodata" and line and (linked.patterns[line] == 1 or not names):
                if not any(line in script for script in scripts.values()):
                    scripts["start" if phase in PHASES[:2] else "tls"][line] = True
            elif names:
                name = min(names, key=lambda name: linked.uses[name])
                if linked.uses[name] <= 3:  # a static of many files would bring all of them
                    symbols[name] = True
                if match := VARIANT.match(name):
                    symbols.update((variant, True) for variant in linked.variants[match.group(1)])
    for name, lines in [("symbols", symbols), ("start", scripts["start"]), ("tls", scripts["tls"])]:
        with open(f"{directory}/order.{name}", "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


main()
