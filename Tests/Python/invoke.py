"""invoke.py OPTIONS -- COMMAND…: runs a packaged function once, between a Runtime API and a service of this file's own.

Prints one JSON object: `response` (what the function answered, or null), `log` (its output), `status` (as it ended),
`requests` (how many reached the service), `connections` to it, and `connectionsAtNext`: those before the first /next.
Nothing waits longer than --seconds. The command's environment is --env alone,
and what a function on Lambda always has.
"""

import argparse
import http.server
import json
import os
import signal
import socket
import socketserver
import ssl
import struct
import subprocess
import threading
import time

SCHOOL = {
    "resource": "/schools/{schoolId}",
    "path": "/schools/school-001",
    "httpMethod": "GET",
    "headers": None,
    "queryStringParameters": None,
    "pathParameters": {"schoolId": "school-001"},
    "requestContext": {"stage": "prod", "resourcePath": "/schools/{schoolId}", "httpMethod": "GET"},
    "body": None,
    "isBase64Encoded": False,
}
BODY = {"student": {"trainingGoal": "PPL", "maxBudget": 15000}, "school": {"name": "Test"}, "matchScore": 85}
EXPLAIN = {
    "resource": "/explain-match",
    "path": "/explain-match",
    "httpMethod": "POST",
    "headers": None,
    "requestContext": {"stage": "prod", "resourcePath": "/explain-match", "httpMethod": "POST"},
    "body": json.dumps(BODY),
    "isBase64Encoded": False,
}
ITEM = {"Item": {"schoolId": {"S": "school-001"}, "name": {"S": "Artifact Aviation"}}}
MESSAGE = {"content": [{"type": "text", "text": "Test is an excellent match for you."}], "stop_reason": "end_turn"}
# By function: the event, the variable that names the service's endpoint, and what the service answers.
FUNCTIONS = {
    "GetSchools": (SCHOOL, "AWS_ENDPOINT_URL_DYNAMODB", ITEM),
    "MatchExplainer": (EXPLAIN, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", MESSAGE),
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in [("Content-Length", str(len(body))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def log_message(self, *_):
        pass


class RuntimeAPI(Handler):
    def do_GET(self):
        if self.server.until_next:
            self.server.done.set()
        if self.server.given or self.server.until_next:  # the second /next: nothing more comes
            self.server.done.wait(60)
            return
        self.server.given = True
        self.server.connections_at_next = self.server.service.connections
        deadline = str(int((time.time() + 6) * 1000))
        headers = [("Lambda-Runtime-Aws-Request-Id", "artifact-1"), ("Lambda-Runtime-Deadline-Ms", deadline)]
        self.answer(200, json.dumps(self.server.event).encode(), headers)

    def do_POST(self):
        self.server.response = {"path": self.path, "body": json.loads(self.body())}
        self.answer(202, b"")
        self.server.done.set()


class Service(Handler):
    def do_GET(self):  # what AWS's endpoints say to whoever only opens a connection
        self.answer(200, b"healthy")

    def do_POST(self):
        self.body()
        self.server.requests += 1
        self.answer(200, json.dumps(self.server.reply).encode(), [("Content-Type", "application/json")])


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    tls = None

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.given, self.response, self.requests, self.done = False, None, 0, threading.Event()
        self.connections, self.connections_at_next, self.service = 0, 0, None
        self.until_next = False

    def finish_request(self, request, address):
        if self.tls:  # here, in the connection's own thread: a handshake must not hold up the next one
            request = self.tls.wrap_socket(request, server_side=True)
        self.connections += 1
        super().finish_request(request, address)

    def handle_error(self, *_):
        pass  # a client that refuses the certificate

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self.server_address[1]


def tls_context(certificate, version, ciphers, group):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
    if version:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # or OpenSSL 3 would not even offer TLS 1.1
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    if ciphers:
        context.set_ciphers(ciphers)
    if group:
        context.set_ecdh_curve(group)
    return context


def serve_names(address):
    """A DNS server that knows dynamodb.test, A 127.0.0.1, does not answer for silent.test, and refuses all other names."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, 53))

    def serve():
        while True:
            query, client = server.recvfrom(512)
            if query[12:].startswith(b"\x06silent\x04test\0"):
                continue
            end = query.index(b"\0", 12) + 5
            known = query[12:].startswith(b"\x08dynamodb\x04test\0")
            is_a = known and query[end - 4 : end - 2] == b"\0\1"
            flags = 0x8180 if known else 0x8183
            answer = query[:2] + struct.pack(">HHHHH", flags, 1, int(is_a), 0, 0) + query[12:end]
            if is_a:
                answer += b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 5, 4) + bytes([127, 0, 0, 1])
            server.sendto(answer, client)

    threading.Thread(target=serve, daemon=True).start()


def end(child, number):
    """Sends a signal to the command and all that it started: strace, for one, would not pass it on."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--function", choices=FUNCTIONS, default="GetSchools")
    parser.add_argument("--event", type=argparse.FileType(), help="another event than the function's own")
    parser.add_argument("--tls", help="a certificate's file without .pem: the service speaks TLS with it")
    parser.add_argument("--tls-version", help="a name of ssl.TLSVersion: the only one that it speaks")
    parser.add_argument("--tls-ciphers", help="the cipher suites that it speaks, where TLS is older than 1.3")
    parser.add_argument("--tls-group", help="the group of key exchange that it speaks")
    parser.add_argument("--host", default="localhost", help="by which the function is told to reach it")
    parser.add_argument("--dns", help="the address of a DNS server to start")
    parser.add_argument("--env", action="append", default=[], help="NAME=VALUE")
    parser.add_argument("--until-next", action="store_true", help="end the function at its first /next")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    runtime, service = Server(RuntimeAPI), Server(Service)
    runtime.event, endpoint, service.reply = FUNCTIONS[options.function]
    if options.event:
        runtime.event = json.load(options.event)
    runtime.service, runtime.until_next = service, options.until_next
    if options.tls:
        service.tls = tls_context(options.tls, options.tls_version, options.tls_ciphers, options.tls_group)
    if options.dns:
        serve_names(options.dns)
    scheme = "https" if options.tls else "http"
    environment = {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime.start()}",
        "_HANDLER": options.function,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        endpoint: f"{scheme}://{options.host}:{service.start()}",
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    }
    environment.update(pair.split("=", 1) for pair in options.env)
    # Started by a thread of libdispatch, this process has every signal blocked, and the function would inherit that.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    child = subprocess.Popen(
        options.command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    threading.Thread(target=lambda: (child.wait(), runtime.done.set()), daemon=True).start()
    runtime.done.wait(options.seconds)
    end(child, signal.SIGTERM)
    try:
        log, _ = child.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        end(child, signal.SIGKILL)
        log, _ = child.communicate(timeout=5)
    result = {"response": runtime.response, "log": log.decode(), "status": child.returncode}
    connections = {"connections": service.connections, "connectionsAtNext": runtime.connections_at_next}
    print(json.dumps({**result, **connections, "requests": service.requests}))


main()
