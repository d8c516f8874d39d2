"""peers.py: how long a request takes in `local serve` and in ministack's API Gateway, with the same zip, in one run. Figures, no verdict.

The function is echo.py, so that what is compared is what stands before a function. Both are asked over connections that are kept.
"""
import http.client
import statistics
import time
import urllib.parse

from gateway import Emulator, deploy
from server import Server, echo

ROUNDS, REQUESTS = 5, 100


def ask(url, path):
    """The seconds of each of some requests on one connection."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=40)
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        connection.request("GET", parts.path + path)
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
        if response.status != 200:
            raise SystemExit(f"{url}{path}: {response.status}")
    connection.close()
    return times


def figures():
    with echo() as folder, Emulator() as emulator, Server("--no-watch", functions=folder) as server:
        with open(f"{folder}/GetSchools.zip", "rb") as file:
            peers = {"serve": f"{server.url}/api", "ministack": deploy(emulator.url, file.read())}
        times = {name: [] for name in peers}
        for number in range(ROUNDS + 1):  # they take turns; the first round warms up
            for name, url in peers.items():
                taken = ask(url, "/schools?state=CA")
                times[name] += taken if number else []
    for name, taken in times.items():
        taken.sort()
        print(f"{name:10} p50 {statistics.median(taken) * 1000:8.2f} ms   p99 {taken[int(len(taken) * .99)] * 1000:8.2f} ms")


if __name__ == "__main__":
    figures()
