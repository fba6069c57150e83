/*
 * A reader of the VM share as other people's programs are: it opens the counter again for each value, and beside that it keeps
 * one file open and reads it at offset 0. Both values must always be a whole number with its newline and never decrease.
 *
 *   reader FILE MILLISECONDS
 *
 * prints once a second:  SHARE reopened=VALUE kept=VALUE reads=NUMBER bad=NUMBER
 * and for each of the first 100 bad values:  BAD way=WAY before=VALUE bytes=NUMBER text=TEXT
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct way {
    const char *name;
    long long last;
};

static long reads, bad;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void take(struct way *way, int file)
{
    char text[64];
    ssize_t length = file < 0 ? -errno : pread(file, text, sizeof text - 1, 0);
    long long value = -1;
    char *end = text;
    reads++;
    if (length > 0) {
        text[length] = 0;
        value = strtoll(text, &end, 10);
    } else {
        text[0] = 0;
    }
    if (length < 2 || text[0] < '0' || text[0] > '9' || strcmp(end, "\n") != 0 || value < way->last) {
        if (bad++ < 100)
            printf("BAD way=%s before=%lld bytes=%zd text=%s\n", way->name, way->last, length, text);
        return;
    }
    way->last = value;
}

int main(int count, char **arguments)
{
    struct way reopened = { "reopened", -1 }, kept = { "kept", -1 };
    int file, waited = 0;
    double next;
    if (count != 3)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    while ((file = open(arguments[1], O_RDONLY)) < 0) {
        if (!waited++)
            printf("SHARE waiting: %s\n", strerror(errno));
        usleep(100000);
    }
    for (next = now();;) {
        int again = open(arguments[1], O_RDONLY);
        take(&reopened, again);
        if (again >= 0)
            close(again);
        take(&kept, file);
        if (now() >= next) {
            printf("SHARE reopened=%lld kept=%lld reads=%ld bad=%ld\n", reopened.last, kept.last, reads, bad);
            next += 1;
        }
        if (atoi(arguments[2]) > 0)
            usleep((useconds_t)atoi(arguments[2]) * 1000);
    }
}
