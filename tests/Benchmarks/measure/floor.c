// The least that a reader of /proc can spend: once a second, the list of processes and the stat file of each. Nothing is parsed,
// kept or served.
//
//   floor open     each file is opened, read and closed
//   floor kept     each file is opened once and read again
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { most = 4 * 1024 * 1024 };

struct kept
{
    int file;
    unsigned pass;
};

// By process id; pages that hold no process are never touched. 0 is no file: standard input has that number.
static struct kept files[most];
static char buffer[4096];
static int proc;

static int open_stat(const char *pid)
{
    char path[300];
    snprintf(path, sizeof path, "%s/stat", pid);
    return openat(proc, path, O_RDONLY | O_CLOEXEC);
}

static void read_once(const char *pid)
{
    const int file = open_stat(pid);
    if (file < 0) return;
    if (read(file, buffer, sizeof buffer) < 0) { }
    close(file);
}

static void read_again(const char *pid, unsigned pass)
{
    struct kept *kept = &files[atol(pid) % most];
    if (kept->file > 0 && pread(kept->file, buffer, sizeof buffer, 0) <= 0)
    {
        close(kept->file);
        kept->file = 0;
    }
    if (kept->file <= 0)
    {
        kept->file = open_stat(pid);
        if (kept->file < 0 || pread(kept->file, buffer, sizeof buffer, 0) < 0) { }
    }
    kept->pass = pass;
}

static void close_ended(unsigned pass, long highest)
{
    for (long i = 0; i <= highest; i++)
    {
        if (files[i].file <= 0 || files[i].pass == pass) continue;
        close(files[i].file);
        files[i].file = 0;
    }
}

static void read_all(DIR *list, int keep, unsigned pass)
{
    static long highest;
    rewinddir(list);
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;)
    {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        if (!keep) read_once(entry->d_name);
        else read_again(entry->d_name, pass);
        if (atol(entry->d_name) > highest) highest = atol(entry->d_name);
    }
    if (keep) close_ended(pass, highest);
}

int main(int count, char **arguments)
{
    const int keep = count == 2 && strcmp(arguments[1], "kept") == 0;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    proc = open("/proc", O_RDONLY | O_DIRECTORY);
    DIR *list = opendir("/proc");
    if (proc < 0 || list == NULL) return 1;
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (unsigned pass = 1;; pass++)
    {
        read_all(list, keep, pass);
        next.tv_sec++;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
}
