/*
 * The floor of a fan-out: what the kernel alone asks for it. One process and one epoll loop that speak enough of
 * WebSocket to serve the load generator, and nothing of a broker: each message that comes in on a publisher's
 * connection is framed once and leaves with one send() for each subscriber.
 *
 *   floor_fanout PORT PAYLOAD_BYTES
 *
 * GET /publish makes a connection the publisher's: from then on every PAYLOAD_BYTES bytes of it are one message.
 * Any other GET makes it a subscriber's. Prints "listening" once it accepts connections; ends on any signal.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_FILES 20000
#define MAX_REQUEST 2048
#define MAX_PAYLOAD 65535
#define EVENTS 1024

enum role { NONE, REQUESTING, SUBSCRIBER, PUBLISHER };

struct connection {
    enum role role;
    int place; /* in the list of subscribers */
    int filled;
    char request[MAX_REQUEST];
};

static struct connection *connections[MAX_FILES];
static int subscribers[MAX_FILES];
static int subscriber_count;

static unsigned char frame[MAX_PAYLOAD + 4];
static int header_size;
static int payload_size;
static int payload_filled;

static const char UPGRADED[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* RFC 6455, section 5.2: one final binary frame, unmasked. */
static void prepare_frame(int payload) {
    payload_size = payload;
    frame[0] = 0x82;
    if (payload < 126) {
        frame[1] = (unsigned char) payload;
        header_size = 2;
        return;
    }
    frame[1] = 126;
    frame[2] = (unsigned char) (payload >> 8);
    frame[3] = (unsigned char) payload;
    header_size = 4;
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short) port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) < 0) fail("bind");
    if (listen(listener, 4096) < 0) fail("listen");
    return listener;
}

static void forget(int fd) {
    struct connection *connection = connections[fd];
    if (connection->role == SUBSCRIBER) {
        int last = subscribers[--subscriber_count];
        subscribers[connection->place] = last;
        connections[last]->place = connection->place;
    }
    free(connection);
    connections[fd] = NULL;
    close(fd);
}

static void accept_all(int poll, int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_FILES) {
            close(fd);
            continue;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections[fd] = calloc(1, sizeof(struct connection));
        connections[fd]->role = REQUESTING;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    }
}

/* Handles a request once it is whole; what a client sends behind it before the answer is not looked at. */
static void on_request(int fd, struct connection *connection) {
    ssize_t got = read(fd, connection->request + connection->filled, MAX_REQUEST - 1 - connection->filled);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) forget(fd);
        return;
    }
    connection->filled += (int) got;
    connection->request[connection->filled] = 0;
    if (strstr(connection->request, "\r\n\r\n") == NULL) return;
    int publishes = strncmp(connection->request, "GET /publish ", 13) == 0;
    if (send(fd, UPGRADED, sizeof UPGRADED - 1, MSG_NOSIGNAL) < 0) {
        forget(fd);
        return;
    }
    if (publishes) {
        connection->role = PUBLISHER;
        return;
    }
    connection->role = SUBSCRIBER;
    connection->place = subscriber_count;
    subscribers[subscriber_count++] = fd;
}

/* A subscriber that does not read misses the message; the load generator counts that. */
static void fan_out(void) {
    size_t size = (size_t) (header_size + payload_size);
    for (int i = 0; i < subscriber_count; i++) send(subscribers[i], frame, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void on_publisher(int fd) {
    for (;;) {
        ssize_t got = read(fd, frame + header_size + payload_filled, (size_t) (payload_size - payload_filled));
        if (got <= 0) {
            if (got == 0 || errno != EAGAIN) forget(fd);
            return;
        }
        payload_filled += (int) got;
        if (payload_filled < payload_size) continue;
        payload_filled = 0;
        fan_out();
    }
}

static void on_subscriber(int fd) {
    char ignored[4096];
    ssize_t got = read(fd, ignored, sizeof ignored);
    if (got == 0 || (got < 0 && errno != EAGAIN)) forget(fd);
}

static void on_event(int fd) {
    struct connection *connection = connections[fd];
    if (connection == NULL) return;
    if (connection->role == REQUESTING) on_request(fd, connection);
    else if (connection->role == PUBLISHER) on_publisher(fd);
    else on_subscriber(fd);
}

int main(int argc, char **argv) {
    int payload = argc == 3 ? atoi(argv[2]) : 0;
    if (payload < 1 || payload > MAX_PAYLOAD) {
        fprintf(stderr, "usage: floor_fanout PORT PAYLOAD_BYTES (1 to %d)\n", MAX_PAYLOAD);
        return 2;
    }
    prepare_frame(payload);
    int listener = listen_on(atoi(argv[1]));
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event) < 0) fail("epoll_ctl");
    printf("listening\n");
    fflush(stdout);
    struct epoll_event events[EVENTS];
    for (;;) {
        int ready = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) accept_all(poll, listener);
            else on_event(events[i].data.fd);
        }
    }
}
