/*
 * The load of a relay: pairs of MQTT 3.1.1 clients, where each publisher's messages of QoS 0 go to the subscriber of its pair,
 * one at a time and in turn, at a steady pace. It never sleeps: waking a sleeping receiver would be billed to the server.
 *
 *   relay_load PORT PAIRS PER_SECOND WARMUP MESSAGES PAYLOAD_BYTES PID...
 *
 * Prints one line: messages that arrived of those counted, the median and the 99th percentile of the microseconds from when one was
 * due until it arrived, and the microseconds of CPU that each process used meanwhile.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_PAIRS 10000
#define MAX_PACKET 4096
#define MAX_PROCESSES 8
#define EVENTS 256
#define PATIENCE_NANOS 5000000000LL
#define TOPIC_LENGTH 10 /* bench/0000 */
#define MICROS_PER_TICK 10000LL

struct subscriber {
    int file;
    int filled; /* bytes of a packet that is not whole yet */
    unsigned char packet[MAX_PACKET];
};

static struct subscriber subscribers[MAX_PAIRS];
static int publishers[MAX_PAIRS];
static int pairs, port, packet_size, stamp_at, events;
static unsigned char packet[MAX_PACKET];
static long arrived, counted;
static int64_t *latencies, last_arrival;

static void fail(const char *what) {
    fprintf(stderr, "relay_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void send_all(int file, const unsigned char *bytes, int length) {
    for (int sent = 0; sent < length;) {
        ssize_t some = send(file, bytes + sent, (size_t) (length - sent), MSG_NOSIGNAL);
        if (some < 0 && errno != EAGAIN && errno != EINTR) fail("send");
        if (some > 0) sent += (int) some;
    }
}

static void receive_exactly(int file, unsigned char *bytes, int length) {
    for (int got = 0; got < length;) {
        ssize_t some = recv(file, bytes + got, (size_t) (length - got), 0);
        if (some <= 0) fail("the server ended a connection");
        got += (int) some;
    }
}

/* MQTT 3.1.1, section 3.1: a clean session, a keep-alive of 600 s. */
static int open_client(const char *kind, int number) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int file = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(file, (struct sockaddr *) &address, sizeof address) < 0) fail("connect");
    char id[40];
    int length = snprintf(id, sizeof id, "load-%s-%04d", kind, number);
    unsigned char connect_packet[64] = {0x10, (unsigned char) (12 + length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 2, 88, 0, (unsigned char) length};
    memcpy(connect_packet + 14, id, (size_t) length);
    send_all(file, connect_packet, 14 + length);
    unsigned char connack[4];
    receive_exactly(file, connack, 4);
    if (connack[0] != 0x20 || connack[3] != 0) { errno = 0; fail("a client was refused"); }
    return file;
}

static void open_pair(int number) {
    struct subscriber *subscriber = &subscribers[number];
    char topic[32];
    snprintf(topic, sizeof topic, "bench/%04d", number);
    subscriber->file = open_client("s", number);
    unsigned char subscribe[5 + 2 + TOPIC_LENGTH] = {0x82, 5 + TOPIC_LENGTH, 0, 1, 0, TOPIC_LENGTH};
    memcpy(subscribe + 6, topic, TOPIC_LENGTH);
    send_all(subscriber->file, subscribe, 7 + TOPIC_LENGTH);
    unsigned char suback[5];
    receive_exactly(subscriber->file, suback, 5);
    if (suback[4] != 0) { errno = 0; fail("a subscription was refused"); }
    struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = (uint32_t) number};
    epoll_ctl(events, EPOLL_CTL_ADD, subscriber->file, &wanted);
    publishers[number] = open_client("p", number);
}

static void prepare_packet(int payload) {
    int remaining = 2 + TOPIC_LENGTH + payload, at = 0;
    packet[at++] = 0x30;
    do {
        packet[at++] = (unsigned char) ((remaining & 0x7F) | (remaining > 0x7F ? 0x80 : 0));
        remaining >>= 7;
    } while (remaining > 0);
    packet[at++] = 0;
    packet[at++] = TOPIC_LENGTH;
    at += TOPIC_LENGTH;
    stamp_at = at;
    packet_size = at + payload;
}

static void publish(int number, int64_t due) {
    char topic[32];
    snprintf(topic, sizeof topic, "bench/%04d", number);
    memcpy(packet + stamp_at - TOPIC_LENGTH, topic, TOPIC_LENGTH);
    memcpy(packet + stamp_at, &due, sizeof due);
    send_all(publishers[number], packet, packet_size);
}

static void take(struct subscriber *subscriber) {
    ssize_t got = recv(subscriber->file, subscriber->packet + subscriber->filled, (size_t) (MAX_PACKET - subscriber->filled), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) fail("the server ended a connection");
    subscriber->filled += (int) got;
    int at = 0;
    last_arrival = now();
    for (; subscriber->filled - at >= packet_size; at += packet_size) {
        int64_t due;
        memcpy(&due, subscriber->packet + at + stamp_at, sizeof due);
        if (arrived < counted) latencies[arrived] = last_arrival - due;
        arrived++;
    }
    subscriber->filled -= at;
    memmove(subscriber->packet, subscriber->packet + at, (size_t) subscriber->filled);
}

static void take_all(void) {
    struct epoll_event ready[EVENTS];
    int count = epoll_wait(events, ready, EVENTS, 0);
    for (int i = 0; i < count; i++) take(&subscribers[ready[i].data.u32]);
}

/* What is late is made up for, and is told when it was due. */
static void run(long messages, double per_second) {
    int64_t interval = (int64_t) (1e9 / per_second), due = now();
    arrived = 0;
    counted = messages;
    for (long sent = 0; sent < messages; take_all()) {
        for (; sent < messages && due <= now(); due += interval) publish((int) (sent++ % pairs), due);
    }
    for (last_arrival = now(); arrived < messages && now() - last_arrival < PATIENCE_NANOS;) take_all();
}

/* User and system time of all threads; the name in the line may hold blanks. */
static long long cpu_micros(const char *pid) {
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file)) fail(path);
    fclose(file);
    unsigned long user, system;
    sscanf(strrchr(line, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (long long) (user + system) * MICROS_PER_TICK;
}

static int by_size(const void *one, const void *other) {
    int64_t a = *(const int64_t *) one, b = *(const int64_t *) other;
    return (a > b) - (a < b);
}

int main(int count, char **words) {
    if (count < 8 || count > 7 + MAX_PROCESSES) { fprintf(stderr, "relay_load PORT PAIRS PER_SECOND WARMUP MESSAGES PAYLOAD_BYTES PID...\n"); return 2; }
    port = atoi(words[1]);
    pairs = atoi(words[2]);
    double per_second = atof(words[3]);
    long warmup = atol(words[4]), messages = atol(words[5]);
    int payload = atoi(words[6]);
    if (pairs < 1 || pairs > MAX_PAIRS || payload < 8 || payload > MAX_PACKET - 32) { fprintf(stderr, "relay_load: out of bounds\n"); return 2; }
    latencies = calloc((size_t) (messages > warmup ? messages : warmup) + 1, sizeof *latencies);
    events = epoll_create1(0);
    prepare_packet(payload);
    for (int i = 0; i < pairs; i++) open_pair(i);
    run(warmup, per_second);
    long long before[MAX_PROCESSES];
    for (int i = 7; i < count; i++) before[i - 7] = cpu_micros(words[i]);
    run(messages, per_second);
    long timed = arrived < messages ? arrived : messages;
    qsort(latencies, (size_t) timed, sizeof *latencies, by_size);
    printf("%ld %.1f %.1f", arrived, timed ? latencies[timed / 2] / 1e3 : 0, timed ? latencies[timed * 99 / 100] / 1e3 : 0);
    for (int i = 7; i < count; i++) printf(" %lld", cpu_micros(words[i]) - before[i - 7]);
    printf("\n");
    return 0;
}
