// The load of the measurements: many processes, cheap to start, that end with their starter.
//
//   load sleepers N                  N processes that wait for ever
//   load busy N                      N processes that use all the CPU time they get
//   load duty PERCENT PERIOD_MS      one process that uses so much of a CPU in each period
//   load forks PER_SECOND MS [MOST]  that many processes a second, each of which uses MS milliseconds of CPU time, or from MS to MOST, and ends
//   load burn MS                     uses MS milliseconds of CPU time and ends
//   load once N MS                   N processes that each use MS milliseconds of CPU time and then wait for ever
//   load scrapers N PORT MS          N clients that fetch /metrics from 127.0.0.1:PORT, each with a pause of MS milliseconds
//
// Prints "ready" when all run. Ends, and its processes with it, when its standard input is closed.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { most_running = 50 };

static pid_t starter;

static void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void burn(double milliseconds)
{
    const long long end = (long long)(milliseconds * 1e6);
    while (now(CLOCK_PROCESS_CPUTIME_ID) < end) { }
}

// Begins a process that ends with this one. Returns 0 in the new process.
static pid_t begin(const char *name)
{
    const pid_t pid = fork();
    if (pid < 0) fail("fork");
    if (pid > 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != starter) _exit(1);
    prctl(PR_SET_NAME, name);
    return 0;
}

static int ended(int milliseconds)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char ignored[64];
    return poll(&input, 1, milliseconds) > 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

static void ready(void)
{
    puts("ready");
    fflush(stdout);
}

static void wait_for_ever(void)
{
    for (;;) pause();
}

static void sleepers(int count, double milliseconds)
{
    char name[16];
    for (int i = 0; i < count; i++)
    {
        // Several commands, as on a real host.
        snprintf(name, sizeof name, "sleeper-%d", i % 20);
        if (begin(name) > 0) continue;
        burn(milliseconds);
        wait_for_ever();
    }
}

static void busy(int count)
{
    for (int i = 0; i < count; i++)
    {
        if (begin("busy-loop") == 0) for (volatile unsigned long n = 0;; n++) { }
    }
}

static void duty(int percent, double period_milliseconds)
{
    if (begin("duty") > 0) return;
    const long long period = (long long)(period_milliseconds * 1e6);
    double used = 0;
    for (long long next = now(CLOCK_MONOTONIC) + period;; next += period)
    {
        burn(used += period_milliseconds * percent / 100);
        const struct timespec at = {.tv_sec = next / 1000000000LL, .tv_nsec = next % 1000000000LL};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
    }
}

static void forks(int per_second, double milliseconds, double most)
{
    const long long step = 1000000000LL / per_second, start = now(CLOCK_MONOTONIC);
    long begun = 0, running = 0;
    signal(SIGCHLD, SIG_DFL);
    while (!ended(0))
    {
        const long long next = start + (begun + 1) * step;
        const struct timespec at = {.tv_sec = next / 1000000000LL, .tv_nsec = next % 1000000000LL};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
        if (begin("short-job") == 0)
        {
            // Spread evenly, and the same in each run.
            burn(milliseconds + (most - milliseconds) * (begun * 7 % 11) / 10);
            _exit(0);
        }
        begun++;
        running++;
        // A machine that cannot do as many gets fewer, and not ever more of them at once.
        while (running > 0 && waitpid(-1, NULL, running < most_running ? WNOHANG : 0) > 0) running--;
    }
    printf("%ld %.3f\n", begun, (now(CLOCK_MONOTONIC) - start) / 1e9);
}

// Reads one answer. Returns its body's length.
static long answer(int socket)
{
    static char buffer[1 << 18];
    size_t have = 0;
    char *body = NULL;
    while (body == NULL)
    {
        const ssize_t got = recv(socket, buffer + have, sizeof buffer - 1 - have, 0);
        if (got <= 0) fail("recv");
        have += got;
        buffer[have] = 0;
        body = strstr(buffer, "\r\n\r\n");
    }
    const char *length = strcasestr(buffer, "\r\nContent-Length:");
    if (length == NULL || length > body) fail("an answer without a length");
    const long total = strtol(length + 17, NULL, 10);
    long left = total - (long)(buffer + have - (body + 4));
    while (left > 0)
    {
        const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0) fail("recv");
        left -= got;
    }
    return total;
}

static void scrape(int port, int pause_milliseconds)
{
    static const char request[] = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n";
    const struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client, (const struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    for (;;)
    {
        if (send(client, request, sizeof request - 1, MSG_NOSIGNAL) < 0) fail("send");
        answer(client);
        usleep(pause_milliseconds * 1000);
    }
}

static void scrapers(int count, int port, int pause_milliseconds)
{
    for (int i = 0; i < count; i++)
    {
        if (begin("scraper") == 0) scrape(port, pause_milliseconds);
    }
}

int main(int count, char **arguments)
{
    const char *mode = count > 2 ? arguments[1] : "";
    const int number = count > 2 ? atoi(arguments[2]) : 0;
    const double milliseconds = count > 3 ? atof(arguments[3]) : 0;
    starter = getpid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    if (strcmp(mode, "sleepers") == 0) sleepers(number, 0);
    else if (strcmp(mode, "once") == 0 && count == 4) sleepers(number, milliseconds);
    else if (strcmp(mode, "busy") == 0) busy(number);
    else if (strcmp(mode, "duty") == 0 && count == 4) duty(number, milliseconds);
    else if (strcmp(mode, "scrapers") == 0 && count == 5) scrapers(number, atoi(arguments[3]), atoi(arguments[4]));
    else if (strcmp(mode, "burn") == 0 && count == 3)
    {
        burn(number);
        return 0;
    }
    else if (strcmp(mode, "forks") == 0 && (count == 4 || count == 5) && number > 0)
    {
        ready();
        forks(number, milliseconds, count == 5 ? atof(arguments[4]) : milliseconds);
        return 0;
    }
    else
    {
        fputs("load: sleepers N | busy N | duty PERCENT PERIOD_MS | forks PER_SECOND MS [MOST] | burn MS | once N MS | scrapers N PORT MS\n", stderr);
        return 2;
    }
    ready();
    while (!ended(-1)) { }
    return 0;
}
