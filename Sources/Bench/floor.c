/* The floor of `./build.sh bench`: the least that a custom runtime can do over Lambda's Runtime API.
 *
 * One socket, kept alive. For each invocation it reads the response to GET next (with a length or in chunks), checks
 * that the event is JSON, as every handler must in some way, and posts a constant, which is as long as FLOOR_BYTES says.
 * It gives up at the first thing that it does not expect, so it is not a runtime to use: it shows the cost of the kernel
 * and the protocol, in any language. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAXIMUM_MESSAGE (8 << 20)
#define MAXIMUM_DEPTH 512

static int connection;
static char received[MAXIMUM_MESSAGE + 1];
static size_t filled, taken; /* bytes of `received` that arrived, and that were used */

static void expect(int condition, const char *what) {
    if (condition) return;
    dprintf(STDERR_FILENO, "floor: expected %s\n", what);
    exit(1);
}

/* ---- the connection ---- */

static void receive(void) {
    expect(filled < MAXIMUM_MESSAGE, "a smaller message");
    ssize_t count = recv(connection, received + filled, MAXIMUM_MESSAGE - filled, 0);
    if (count <= 0) exit(0); /* the Runtime API has gone: the environment ends */
    filled += (size_t)count;
}

static void transmit(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(connection, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) exit(0);
        bytes += sent;
        count -= (size_t)sent;
    }
}

/* Transmits both parts, with one call if the kernel takes them at once. */
static void transmit_both(char *head, size_t head_length, char *body, size_t body_length) {
    struct iovec parts[] = {{head, head_length}, {body, body_length}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t sent = sendmsg(connection, &message, MSG_NOSIGNAL);
    if (sent <= 0) exit(0);
    size_t done = (size_t)sent;
    if (done < head_length) transmit(head + done, head_length - done);
    size_t of_body = done > head_length ? done - head_length : 0;
    transmit(body + of_body, body_length - of_body);
}

/* Takes the next line; its CR LF becomes a NUL. */
static char *take_line(void) {
    size_t searched = taken;
    for (;;) {
        char *end = memchr(received + searched, '\n', filled - searched);
        if (end) {
            char *line = received + taken;
            expect(end > line && end[-1] == '\r', "lines that end in CR LF");
            end[-1] = 0;
            taken = (size_t)(end + 1 - received);
            return line;
        }
        searched = filled;
        receive();
    }
}

/* Takes the next bytes and returns the offset of the first. */
static size_t take(size_t count) {
    while (filled - taken < count) receive();
    taken += count;
    return taken - count;
}

/* ---- HTTP ---- */

struct response {
    int status;
    const char *request_id;
    const unsigned char *body;
    size_t length;
};

/* The value of a header, if the line is that header; the name ends in a colon. */
static const char *value_of(const char *line, const char *name) {
    size_t length = strlen(name);
    if (strncasecmp(line, name, length) != 0) return NULL;
    return line + length + strspn(line + length, " ");
}

/* Reads a response. Its pointers are valid until the next call. */
static struct response read_response(void) {
    if (taken == filled) taken = filled = 0;
    struct response response = {0};
    int chunked = 0;
    const char *line = take_line(), *value;
    expect(sscanf(line, "HTTP/1.1 %d", &response.status) == 1, "a status line of HTTP/1.1");
    while (*(line = take_line())) {
        if ((value = value_of(line, "Lambda-Runtime-Aws-Request-Id:"))) response.request_id = value;
        else if ((value = value_of(line, "Content-Length:"))) response.length = strtoul(value, NULL, 10);
        else if ((value = value_of(line, "Transfer-Encoding:"))) chunked = 1;
    }
    size_t start = taken;
    if (chunked) {
        size_t size;
        while ((size = strtoul(take_line(), NULL, 16)) > 0) {
            size_t chunk = take(size);
            memmove(received + start + response.length, received + chunk, size);
            response.length += size;
            expect(*take_line() == 0, "a chunk of the size that it states");
        }
        expect(*take_line() == 0, "no trailers");
    } else {
        take(response.length);
    }
    response.body = (unsigned char *)received + start;
    return response;
}

/* ---- JSON ---- */

static const unsigned char *skip_space(const unsigned char *at, const unsigned char *end) {
    while (at < end && (*at == ' ' || (*at >= '\t' && *at <= '\r'))) at++;
    return at;
}

static const unsigned char *skip_string(const unsigned char *at, const unsigned char *end) {
    while (++at < end && *at != '"') {
        if (*at == '\\') at++;
        else if (*at < ' ') return NULL;
    }
    return at < end ? at + 1 : NULL;
}

static const unsigned char *skip_scalar(const unsigned char *at, const unsigned char *end) {
    if (*at == '"') return skip_string(at, end);
    const unsigned char *start = at;
    while (at < end && ((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') || memchr("+-.E", *at, 4))) at++;
    return at > start ? at : NULL;
}

/* Whether the bytes are one JSON value, as far as brackets, commas, colons and strings tell. */
static int is_json(const unsigned char *at, size_t length) {
    const unsigned char *end = at + length;
    unsigned char closing[MAXIMUM_DEPTH];
    int depth = 0;
    for (;;) {
        at = skip_space(at, end);
        if (at == end) return 0;
        int opened = *at == '{' || *at == '[';
        if (opened) {
            if (depth == MAXIMUM_DEPTH) return 0;
            closing[depth++] = *at++ + 2; /* in ASCII, the closing bracket is two after the opening one */
            at = skip_space(at, end);
        } else if (!(at = skip_scalar(at, end))) {
            return 0;
        }
        if (!opened || (at < end && *at == closing[depth - 1])) {
            while (depth > 0 && (at = skip_space(at, end)) < end && *at == closing[depth - 1]) at++, depth--;
            if (depth == 0) return skip_space(at, end) == end;
            if (at == end || *at++ != ',') return 0;
        }
        if (closing[depth - 1] == '}') {
            at = skip_space(at, end);
            if (at == end || *at != '"' || !(at = skip_string(at, end))) return 0;
            at = skip_space(at, end);
            if (at == end || *at++ != ':') return 0;
        }
    }
}

/* ---- the loop ---- */

/* The response of every invocation. */
static char *make_body(size_t *length) {
    const char *start = "{\"statusCode\":200,\"body\":\"", *text = "floor", *end = "\"}";
    const char *wanted = getenv("FLOOR_BYTES");
    *length = wanted ? strtoul(wanted, NULL, 10) : strlen(start) + strlen(text) + strlen(end);
    expect(*length >= strlen(start) + strlen(end) && *length < MAXIMUM_MESSAGE, "FLOOR_BYTES from 28 to 8 MB");
    char *body = malloc(*length);
    expect(body != NULL, "memory for FLOOR_BYTES");
    size_t place = strlen(start);
    memcpy(body, start, place);
    for (size_t at = place; at < *length; at++) body[at] = text[(at - place) % strlen(text)];
    memcpy(body + *length - strlen(end), end, strlen(end));
    return body;
}

int main(void) {
    const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
    struct sockaddr_in address = {.sin_family = AF_INET};
    char host[INET_ADDRSTRLEN];
    unsigned short port = 0;
    expect(api && sscanf(api, "%15[0-9.]:%hu", host, &port) == 2, "HOST:PORT in AWS_LAMBDA_RUNTIME_API");
    address.sin_port = htons(port);
    expect(inet_pton(AF_INET, host, &address.sin_addr) == 1, "an IPv4 address");
    connection = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    expect(connect(connection, (struct sockaddr *)&address, sizeof address) == 0, "a Runtime API");

    size_t body_length;
    char *body = make_body(&body_length);
    char next[256], post[512];
    int next_length = snprintf(
        next, sizeof next, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
    for (;;) {
        transmit(next, (size_t)next_length);
        struct response event = read_response();
        expect(event.status == 200 && event.request_id && strlen(event.request_id) < 64, "an event with a request id");
        expect(is_json(event.body, event.length), "an event that is JSON");
        int length = snprintf(
            post, sizeof post,
            "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\n\r\n",
            event.request_id, api, body_length);
        transmit_both(post, (size_t)length, body, body_length);
        expect(read_response().status == 202, "that the response is accepted");
    }
}
