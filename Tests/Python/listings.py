"""What contract §4 says of GET /schools, worked out from schools in plain JSON: cards, whole schools, filters and orders.

Nothing here knows how the function works. Numbers are pairs ("n", digits), for the digits are part of the answer.
"""

import decimal
import json
import random
import unicodedata

SHARED = ("city", "state", "zipCode", "coordinates")
CARD = (
    "schoolId", "name", "location", "programs", "trainingType", "trustTier", "costBand", "avgRating", "reviewCount",
    "instructorCount", "yearsInOperation", "fleetSize", "aircraft", "heroImageUrl")


def number(value):
    return decimal.Decimal(value[1]) if isinstance(value, tuple) else None


def plain(value):
    """A value as an answer has it: a set is an array, and a marked map is the map."""
    if isinstance(value, list):
        return [plain(element) for element in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (tag, content), = value.items()
        if tag in ("SS", "NS"):
            return sorted(content)
        if tag == "B":
            return content
        if tag == "M":
            value = content
    return {name: plain(member) for name, member in value.items()}


def shared(school, name):
    """A field of either layout: null counts as missing."""
    flat, nested = school.get(name), (school.get("location") or {}).get(name)
    return nested if flat is None else flat


def whole(school):
    school = {name: plain(value) for name, value in school.items()}
    location = dict(school.get("location") or {})
    for name in SHARED:
        flat, nested = school.get(name), location.get(name)
        school[name], location[name] = (nested, nested) if flat is None else (flat, flat if nested is None else nested)
    return without_nulls({**school, "location": without_nulls(location)})


def without_nulls(place):
    """Whether a shared field that nobody knows is null or not there is left open."""
    return {name: value for name, value in place.items() if value is not None or name not in SHARED}


def fleet_size(school):
    if school.get("fleetSize") is not None:
        return school["fleetSize"]
    fleet = school.get("fleetDetails")
    if fleet is None:
        return None
    return "n", str(sum(number(aircraft["count"]) for aircraft in fleet if aircraft.get("count") is not None))


def coordinates(school):
    """The latitude and the longitude, as far as known, of the first layout that knows one of them."""
    for place in (school, school.get("location") or {}):
        known = {name: value for name, value in (place.get("coordinates") or {}).items() if value is not None}
        if "lat" in known or "lng" in known:
            return {name: known[name] for name in ("lat", "lng") if name in known}
    return None


def card(school):
    place = {name: shared(school, name) for name in ("city", "state", "zipCode")}
    place["coordinates"] = coordinates(school)
    place = {name: value for name, value in place.items() if value is not None}
    aircraft = [entry["aircraftType"] for entry in school.get("fleetDetails") or [] if entry.get("aircraftType") is not None]
    made = {
        "location": place or None, "fleetSize": fleet_size(school), "aircraft": list(dict.fromkeys(aircraft)) or None}
    values = [(name, made.get(name, plain(school.get(name)))) for name in CARD]
    return {name: value for name, value in values if value is not None}


def well_formed(school):
    band = school.get("costBand")
    if not isinstance(school.get("name"), str) or not (band is None or isinstance(band, dict)):
        return False
    numbers = [(band or {}).get("min"), (band or {}).get("max"), school.get("avgRating"), school.get("fleetSize")]
    return all(value is None or isinstance(value, tuple) for value in numbers)


def price(school):
    return number((school.get("costBand") or {}).get("min"))


def matches(school, query):
    if query.get("state") and shared(school, "state") != query["state"].upper():
        return False
    if query.get("trainingType", "Both") not in ("", "Both"):
        if school.get("trainingType") not in (query["trainingType"], "Both"):
            return False
    wanted = {name.strip() for name in query.get("programs", "").split(",")} - {""}
    if wanted and not wanted & set(plain(school.get("programs")) or []):
        return False
    if query.get("maxBudget"):
        return price(school) is not None and price(school) <= decimal.Decimal(query["maxBudget"])
    return True


def folded(name):
    """Upper and lower case are equal, and Latin letters with accents and without."""
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c)).encode()


def ordered(schools, query):
    schools = sorted(schools, key=lambda school: school["schoolId"].encode())
    if not query.get("sortBy"):
        return schools
    field, direction = query["sortBy"].rsplit("-", 1)
    keys = {
        "name": lambda school: folded(school["name"]), "price": lambda school: price(school) or 0,
        "rating": lambda school: number(school.get("avgRating")) or 0,
        "fleet-size": lambda school: number(fleet_size(school)) or 0}
    return sorted(schools, key=keys[field], reverse=direction == "desc")


def read(text):
    """JSON with its numbers' digits."""
    return json.loads(text, parse_float=lambda digits: ("n", digits), parse_int=lambda digits: ("n", digits))


def fault(schools, query, seen, body):
    """What is wrong with the page behind `seen` schools; None for nothing."""
    page = read(body)
    selected = [school for school in schools if well_formed(school) and matches(school, query)]
    listed = ordered(selected, query)[int(seen):]
    expected = listed[:int(query.get("limit") or len(listed))]
    if [school["schoolId"] for school in page["schools"]] != [school["schoolId"] for school in expected]:
        return f"ids: {[school['schoolId'] for school in page['schools']]} for {[school['schoolId'] for school in expected]}"
    if page["count"] != ("n", str(len(expected))) or ("nextCursor" in page) != (len(listed) > len(expected)):
        return f"count {page['count']} and a cursor: {'nextCursor' in page}, of {len(listed)}"
    for answer, school in zip(page["schools"], expected):
        if query.get("fields") == "card":
            want = card(school)
            if answer != want or list(answer) != list(want):
                return f"card {answer} for {want}"
        else:
            if without_nulls({**answer, "location": without_nulls(answer["location"])}) != whole(school):
                return f"school {answer} for {whole(school)}"
    return None


NUMBERS = ("0", "-1", "4.5", "9000", "12500.75", "9007199254740992", "9007199254740993", "12345678901234567890.123456789")
NAMES = ("Élan", "elan", "ELAN VITAL", "Ñandú", "nandu", "Zulu \"9\"", "zulu\n", "e\u0301lan", "Ångström", "航空", "\\")


def invented(seed, count):
    """Schools with every field in every form that the contract speaks of; one in ten is malformed."""
    chance = random.Random(seed)

    def happens(share):
        return chance.random() < share

    def some():
        return "n", chance.choice(NUMBERS)

    def optional(**members):
        made = {name: None if happens(0.1) else make() for name, make in members.items() if happens(0.75)}
        return dict(sorted(made.items(), key=lambda _: chance.random()))

    def place():
        return optional(
            city=lambda: chance.choice(("Reno", "San José")), state=lambda: chance.choice(("CA", "NV", "TX")),
            zipCode=lambda: "00501", coordinates=lambda: {name: some() for name in ("alt", "lng", "lat") if happens(0.8)})

    def programs():
        names = [name for name in ("PPL", "IR", "CPL", "CFII", "ATPL", "Glider") if happens(0.5)]
        return {"SS": sorted(names)} if names and happens(0.5) else names

    def fleet():
        return [optional(aircraftType=lambda: chance.choice(("Cessna 172", "DA40")), count=lambda: ("n", str(chance.randrange(5))))
                for _ in range(chance.randrange(4))]

    schools = []
    for index in range(int(count)):
        school = {"schoolId": chance.choice(("s-", "é", "e\u0301", "\"", "S")) + str(index), "name": chance.choice(NAMES)}
        school.update(place() if happens(0.5) else {})
        school.update(optional(
            location=lambda: {**place(), "airport": "KRNO"}, programs=programs,
            trainingType=lambda: chance.choice(("Part61", "Part141", "Both", "Other")), trustTier=lambda: "Premier",
            costBand=lambda: optional(min=some, max=some, currency=lambda: "USD"), avgRating=some, reviewCount=some,
            instructorCount=some, yearsInOperation=some, fleetSize=some, fleetDetails=fleet, heroImageUrl=lambda: "https://x/é.jpg",
            reviews=lambda: [{"text": "\"good\"\n", "by": {"M": {"S": "x"}}}], raw=lambda: {"B": "AAH/"},
            verificationDetails=lambda: {"fspSignals": {"avgHoursToPPL": some()}}))
        if happens(0.1):
            school.update(chance.choice(({"name": ("n", "1")}, {"costBand": []}, {"costBand": {"min": "9000"}}, {"avgRating": "4.5"})))
        schools.append(dict(sorted(school.items(), key=lambda _: chance.random())))
    return schools
