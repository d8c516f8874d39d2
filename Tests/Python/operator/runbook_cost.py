"""The runbook's bill, computed again from the formulas and figures that stand in it.

Three tables: `symbol` (the load and prices, each a figure or a formula of those above it), `line` (the bill: quantity, price,
what is free), and `lever` (symbols that take another value, and what that saves).
"""
import ast
import glob
import math
import operator
import re

from emulator import read
from promises import MOST, MOST_IDLE

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
FUNCTIONS = {"max": max, "min": min}

# Symbols whose figures are the defaults of parameters; a switch is 1 or 0.
PARAMETERS = {
    "fresh": "SchoolsCacheSeconds", "days": "LogRetentionDays", "index": "CatalogueIndex", "waf": "SizeGuard",
    "traced": "TraceRate", "inUsd": "InputUsdPerMTok", "outUsd": "OutputUsdPerMTok",
}


def value(formula, symbols):
    """What an arithmetic formula of `symbols` comes to. Raises ValueError for anything else."""

    def walk(node):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return node.value
        if isinstance(node, ast.Name) and node.id in symbols:
            return symbols[node.id]
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](walk(node.left), walk(node.right))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in FUNCTIONS:
            return FUNCTIONS[node.func.id](*map(walk, node.args))
        raise ValueError(f"not understood: {formula}")

    plain = formula.replace("`", "").replace("×", "*")
    try:
        return walk(ast.parse(plain.strip(), mode="eval").body)
    except SyntaxError as error:
        raise ValueError(f"not understood: {formula}") from error


def table(text, first):
    _, _, rest = text.partition(f"\n| {first} |")
    for line in rest.split("\n")[2:]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def load(text, changes=()):
    """symbol → figure; `changes` take the place of what the table says, before what follows from it."""
    symbols = {}
    for name, formula, *_ in table(text, "symbol"):
        name = name.strip("`")
        symbols[name] = dict(changes).get(name, value(formula, symbols))
    return symbols


def bill(text, symbols):
    """line → (USD with what is free, USD without), each line in whole cents, as the table says them."""
    lines = {}
    for name, quantity, price, free, *_ in table(text, "line"):
        if name != "**Total**":
            amount, each, given = value(quantity, symbols), value(price, symbols), value(free, symbols)
            lines[name] = (round(max(0, amount - given) * each, 2), round(amount * each, 2))
    return lines


def total(lines):
    return tuple(round(sum(column), 2) for column in zip(*lines.values()))


def check_cost(text, template, root):
    symbols = load(text)
    lines = bill(text, symbols)
    if not lines:
        yield "the cost table is missing"
        return
    for name, _, _, _, *told in table(text, "line"):
        right = total(lines) if name == "**Total**" else lines[name]
        if [cell.strip("*") for cell in told] != [f"{usd:.2f}" for usd in right]:
            yield f"cost of {name}: {' and '.join(f'{usd:.2f}' for usd in right)}, not {told}"
    for name, _, settings, *told in table(text, "lever"):
        changes = {key: value(formula, symbols) for key, formula in re.findall(r"`(\w+) = ([^`]+)`", settings)}
        if not changes or not set(changes) <= set(symbols):
            yield f"lever {name}: {settings} sets no symbol of the load"
            continue
        after = total(bill(text, load(text, changes)))
        saved = [f"{before - now:.2f}" for before, now in zip(total(lines), after)]
        if told != saved:
            yield f"lever {name} saves {saved}, not {told}"
        if name == "no traffic":
            yield from check_idle(text, after, root)
    if total(lines)[0] > MOST:
        yield f"a month costs {total(lines)[0]}, and at most {MOST} is promised"
    yield from check_counts(text, symbols, template, root)
    for row in table(text, "schools"):
        count = int(row[0].replace(",", ""))
        kb = count * symbols["entry"]
        right = [f"{kb / 1000:.1f}", f"{math.ceil(kb * 1000 / 2**20)}", f"{kb / 8:,.0f}", f"{kb / 8 * 0.125 / 1000:.2f}"]
        if row[1:5] != right:
            yield f"{row[0]} schools: {right}, not {row[1:5]}"


def check_idle(text, usd, root):
    """What a stack without traffic costs, as the runbook and the question of ./build.sh deploy tell it."""
    if "costs {:.2f} USD a month ({:.2f} ".format(*usd) not in text:
        yield f"without traffic it costs {usd}"
    if f"about {usd[0]:.0f} USD a month" not in read(f"{root}/Sources/Deploy/shared/change.sh"):
        yield f"deploy does not say that it costs about {usd[0]:.0f} USD"
    if usd[0] > MOST_IDLE:
        yield f"without traffic it costs {usd[0]}, and at most {MOST_IDLE} is promised"


def check_counts(text, symbols, template, root):
    """What the bill counts is what the template makes and the functions send."""
    alarms = [r["Properties"] for r in template["Resources"].values() if r["Type"] == "AWS::CloudWatch::Alarm"]
    names = set()
    for path in glob.glob(f"{root}/Sources/*/*.swift"):
        names |= set(re.findall(r'metrics\.add\("(\w+)"', read(path)))
    counted = {
        "Metrics that the alarms read": sum(
            max(1, sum("MetricStat" in entry for entry in alarm.get("Metrics", []))) for alarm in alarms
        ),
        "Custom metrics": len(names),
    }
    for start, count in counted.items():
        told = next((row[1].split(" ")[0] for row in table(text, "line") if row[0].startswith(start)), None)
        if told != str(count):
            yield f"{start}: {count}, not {told}"
    for symbol, parameter in PARAMETERS.items():
        default = template["Parameters"][parameter]["Default"]
        default = {"true": 1, "false": 0}[default] if default in ("true", "false") else float(default)
        if symbols[symbol] != default:
            yield f"{parameter} is {default}, not {symbols[symbol]}"
