// The least that reading counters a thousand times a second can cost: sleep to the next millisecond, read each file, nothing else.
//
//   wake TICKS [FILE...]     prints microseconds of CPU time a tick
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { most = 64 };

int main(int count, char **arguments)
{
    const int ticks = count > 1 ? atoi(arguments[1]) : 0, files = count - 2;
    int open_files[most];
    char buffer[64];
    if (ticks <= 0 || files > most) return 2;
    for (int i = 0; i < files; i++)
    {
        open_files[i] = open(arguments[i + 2], O_RDONLY | O_CLOEXEC);
        if (open_files[i] < 0) return 1;
    }
    prctl(PR_SET_TIMERSLACK, 1000);
    struct timespec next, used;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (int tick = 0; tick < ticks; tick++)
    {
        next.tv_nsec += 1000000;
        if (next.tv_nsec >= 1000000000)
        {
            next.tv_nsec -= 1000000000;
            next.tv_sec++;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        for (int i = 0; i < files; i++)
            if (pread(open_files[i], buffer, sizeof buffer, 0) <= 0) return 1;
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    printf("%.2f\n", (used.tv_sec * 1e9 + used.tv_nsec) / 1e3 / ticks);
    return 0;
}
