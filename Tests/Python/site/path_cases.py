"""Paths of the pages and what answers them, on this machine and behind CloudFront."""
MISSING = "404.html"
POLICY = "default-src 'self'; img-src 'self' https: data:; object-src 'none'; base-uri 'none'"
# A path, and the file that answers it; None is the 404 page with its status.
CASES = {
    "/": "index.html", "/schools": "schools.html", "/find-my-school": "find-my-school.html", "/compare": "compare.html",
    "/financing-calculator": "financing-calculator.html", "/saved": "saved.html", "/schools/school-001": "school.html",
    "/schools/a%2Fb": "school.html", "/schools/%25": "school.html", "/schools/no-such.html": "school.html", "/icon.svg": "icon.svg",
    "/styles/site.css": "styles/site.css", "/data/states.json": "data/states.json", "/shared/dom.js": "shared/dom.js",
    "/index.html": None, "/index": None, "/school": None, "/404": None, "/404.html": None, "/schools.html": None, "/school.html": None,
    "/schools/a/b": None, "/saved/x": None, "/nothing": None, "/README.md": None, "/shared/nothing.js": None, "/shared": None,
    "/Schools": None, "/.git/config": None, "/shared/.hidden": None,
}
