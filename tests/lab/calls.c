// Says for each system call that the exporter cannot do without, or must not have, what the kernel answers: "bpf 0", or its error.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *name, long result)
{
	printf("%s %d\n", name, result < 0 ? errno : 0);
}

int main(void)
{
	union bpf_attr map;
	struct perf_event_attr event;
	// sched_setattr(2): size, policy, flags, nice, priority, runtime, deadline, period.
	struct { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t runtime, deadline, period; } slice;

	memset(&map, 0, sizeof(map));
	map.map_type = BPF_MAP_TYPE_HASH;
	map.key_size = map.value_size = 4;
	map.max_entries = 1;
	say("bpf", syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)));

	memset(&event, 0, sizeof(event));
	event.size = sizeof(event);
	event.type = PERF_TYPE_SOFTWARE;
	event.config = PERF_COUNT_SW_CPU_CLOCK;
	// As the exporter opens energy: a whole processor, which takes CAP_PERFMON.
	say("perf_event_open", syscall(SYS_perf_event_open, &event, -1, 0, -1, 0));

	memset(&slice, 0, sizeof(slice));
	slice.size = sizeof(slice);
	// As it is: a lower one takes a capability that the service does not have.
	slice.nice = getpriority(PRIO_PROCESS, 0);
	say("sched_setattr", syscall(SYS_sched_setattr, 0, &slice, 0));

	// Allowed to everybody where nothing filters it.
	say("keyctl", syscall(SYS_keyctl, 0, -3, 0, 0, 0));
	return 0;
}
