/*
 * The floor of a relay: what the kernel alone asks for it. One process and one epoll loop that open a connection to the broker for
 * each client and copy bytes both ways, one recv() and one send() for each piece that comes, without looking at them.
 *
 *   floor_relay PORT BROKER_PORT
 *
 * Ends on any signal.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_FILES 40000
#define EVENTS 256
#define PIECE 65536

static int other[MAX_FILES];
static unsigned char piece[PIECE];
static int events;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static struct sockaddr_in here(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void watch(int file) {
    int yes = 1;
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = file};
    setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    epoll_ctl(events, EPOLL_CTL_ADD, file, &wanted);
}

static void join(int client, int broker_port) {
    struct sockaddr_in address = here(broker_port);
    int broker = socket(AF_INET, SOCK_STREAM, 0);
    if (client >= MAX_FILES || broker >= MAX_FILES) fail("too many connections");
    if (connect(broker, (struct sockaddr *) &address, sizeof address) < 0) fail("connect");
    other[client] = broker;
    other[broker] = client;
    watch(client);
    watch(broker);
}

static void copy(int from) {
    ssize_t got = recv(from, piece, PIECE, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
        shutdown(other[from], SHUT_RDWR);
        epoll_ctl(events, EPOLL_CTL_DEL, from, NULL);
        return;
    }
    for (ssize_t sent = 0; sent < got;) {
        ssize_t some = send(other[from], piece + sent, (size_t) (got - sent), MSG_NOSIGNAL);
        if (some < 0) return;
        sent += some;
    }
}

int main(int count, char **words) {
    if (count != 3) { fprintf(stderr, "floor_relay PORT BROKER_PORT\n"); return 2; }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    struct sockaddr_in address = here(atoi(words[1]));
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) < 0 || listen(listener, 1024) < 0) fail("listen");
    events = epoll_create1(0);
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(events, EPOLL_CTL_ADD, listener, &wanted);
    for (;;) {
        struct epoll_event ready[EVENTS];
        int some = epoll_wait(events, ready, EVENTS, -1);
        for (int i = 0; i < some; i++) {
            int file = ready[i].data.fd;
            if (file == listener) join(accept(listener, NULL, NULL), atoi(words[2]));
            else copy(file);
        }
    }
}
