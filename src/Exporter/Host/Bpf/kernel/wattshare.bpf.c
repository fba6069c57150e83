// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * Who ran, told by the kernel itself. Five programs:
 *
 *   read_tasks  an iterator over all tasks (https://docs.kernel.org/bpf/bpf_iterators.html). It remembers in each task's own storage
 *               what it wrote last, and writes a record only for tasks that ran since. Costs nothing between two reads.
 *   task_exits, read_exiting, task_freed
 *               a task that ends is no longer found once its parent has waited for it, but it is freed an RCU grace period later, some
 *               milliseconds or (with CONFIG_RCU_LAZY) ten seconds. Its last slice of run time is booked only after it has ended. So who
 *               begins to end is kept in a map by its address, read from there at each read, and written a last time when it is freed.
 *   group_made  a cgroup that is removed before anybody looked has no name any more, only the id that its tasks had. So each is told when
 *               it is made.
 *
 * Fields of BTF pointers are read directly: the verifier turns each into a load that cannot fault.
 * Needs Linux 5.11 (task storage). See records.h for what is written.
 */
#include "kernel_types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "records.h"

/* What was last written of a task; a pass of 0 means that it never was. */
struct remembered {
	__u64 runtime;
	__u64 pass;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct remembered);
} seen SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, RING_BYTES);
} ended SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, MADE_BYTES);
} made SEC(".maps");

/* Tasks that began to end and are not freed, by address; who ended and when it was last written. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_EXITING);
	__type(key, __u64);
	__type(value, struct task_record);
} exiting SEC(".maps");

/* What did not fit into the ring buffer, by cgroup, so that its energy still finds its owner. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_OVERFLOW);
	__type(key, __u64);
	__type(value, struct overflow);
} overflowed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct control);
} controls SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct losses);
} counted SEC(".maps");

static __always_inline struct control *control(void)
{
	__u32 first = 0;

	return bpf_map_lookup_elem(&controls, &first);
}

static __always_inline struct losses *losses(void)
{
	__u32 first = 0;

	return bpf_map_lookup_elem(&counted, &first);
}

/* A slot found by a number that is known at load time only is no BTF pointer, so it is read the slower way. Null without the controller. */
static __always_inline struct cgroup_subsys_state *cpuacct_of(void *states)
{
	struct cgroup_subsys_state *state = 0;

	if (bpf_core_enum_value_exists(enum cgroup_subsys_id, cpuacct_cgrp_id))
		bpf_probe_read_kernel(&state, sizeof(state), states + 8 * bpf_core_enum_value(enum cgroup_subsys_id, cpuacct_cgrp_id));
	return state;
}

/* The id of a cgroup is the inode of its directory. Where the CPU controller is in version 1, its hierarchy is the one asked for. */
static __always_inline __u64 group_of(struct task_struct *task, __u64 version1)
{
	struct css_set *set = task->cgroups;

	if (!version1)
		return set->dfl_cgrp->kn->id;
	return BPF_CORE_READ(cpuacct_of((void *)set + bpf_core_field_offset(struct css_set, subsys)), cgroup, kn, id);
}

/* The hierarchy of version 2 has the number 0, as in /proc/PID/cgroup; those of version 1 are told by their controllers. */
static __always_inline int is_asked_for(struct cgroup *group, __u64 version1)
{
	if (!version1)
		return group->root->hierarchy_id == 0;
	return cpuacct_of((void *)group + bpf_core_field_offset(struct cgroup, subsys)) != 0;
}

static __always_inline void fill(struct task_record *record, struct task_struct *task, struct remembered *last, __u64 version1)
{
	struct task_struct *leader = task->group_leader;

	record->runtime = task->se.sum_exec_runtime;
	record->written = last ? last->runtime : 0;
	record->pass = last ? last->pass : 0;
	record->started = task->start_boottime;
	record->process_started = leader->start_boottime;
	record->group = group_of(leader, version1);
	record->thread = task->pid;
	record->process = task->tgid;
	record->parent = task->real_parent->tgid;
	record->flags = task->flags;
	__builtin_memcpy(record->comm, task->comm, sizeof(record->comm));
	__builtin_memcpy(record->process_comm, leader->comm, sizeof(record->process_comm));
}

SEC("iter/task")
int read_tasks(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	struct control *now = control();
	struct task_record record;
	struct remembered *last;

	if (!task || !now)
		return 0;
	if (task->flags & PF_EXITING) {
		__u64 address = (__u64)task;

		if (bpf_map_lookup_elem(&exiting, &address))
			return 0;
	}
	last = bpf_task_storage_get(&seen, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!last) {
		struct losses *count = losses();

		/* Without memory for it the task would look new each time. What it used is in its last record, when it ends. */
		if (count)
			__sync_fetch_and_add(&count->forgotten, 1);
		return 0;
	}
	if (last->runtime == task->se.sum_exec_runtime && last->pass >= now->full_pass)
		return 0;

	/* When the buffer is full the kernel shows the task again, so it is remembered as written only once it is. */
	fill(&record, task, last, now->version1);
	if (bpf_seq_write(context->meta->seq, &record, sizeof(record)))
		return 0;
	last->runtime = record.runtime;
	last->pass = now->pass;
	return 0;
}

static __always_inline void overflow(struct task_record *record)
{
	struct losses *count = losses();
	__u64 used = record->runtime - record->written;
	__u64 group = record->group;
	struct overflow *sum = bpf_map_lookup_elem(&overflowed, &group);
	struct overflow first = { .runtime = used, .tasks = 1 };

	if (!count)
		return;
	__sync_fetch_and_add(&count->dropped, 1);
	if (sum) {
		__sync_fetch_and_add(&sum->runtime, used);
		__sync_fetch_and_add(&sum->tasks, 1);
	} else if (bpf_map_update_elem(&overflowed, &group, &first, BPF_NOEXIST)) {
		__sync_fetch_and_add(&count->lost, used);
	}
}

static __always_inline void tell_end(struct task_record *record)
{
	if (bpf_ringbuf_output(&ended, record, sizeof(*record), BPF_RB_NO_WAKEUP))
		overflow(record);
}

/* That a task was freed was not told, and its memory is another's. What was booked when it began to end is all that is known of it. */
static __always_inline void give_up(struct task_record *known)
{
	struct task_record record = *known;

	if (record.runtime < record.written)
		record.runtime = record.written;
	tell_end(&record);
}

/* Without room in the map the task is written when it is freed, and in each read until its parent has waited for it. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(task_exits, struct task_struct *task)
{
	struct control *now = control();
	__u64 address = (__u64)task;
	struct task_record record;
	struct task_record *known;

	if (!now)
		return 0;
	known = bpf_map_lookup_elem(&exiting, &address);
	if (known)
		give_up(known);
	fill(&record, task, bpf_task_storage_get(&seen, task, 0, 0), now->version1);
	bpf_map_update_elem(&exiting, &address, &record, BPF_ANY);
	return 0;
}

SEC("iter/bpf_map_elem")
int read_exiting(struct bpf_iter__bpf_map_elem *context)
{
	struct task_record *known = context->value;
	__u64 *key = context->key;
	struct control *now = control();
	struct task_record record;
	struct task_struct *task;
	__u64 address;

	if (!key || !known || !now)
		return 0;
	address = *key;
	task = (void *)address;
	record = *known;
	record.runtime = BPF_CORE_READ(task, se.sum_exec_runtime);
	record.thread = BPF_CORE_READ(task, pid);

	/*
	 * It was still the task's own memory when the time was read if it is now. When another thread of the process calls exec, it takes over the
	 * id of the first one, which ends under another id; its start does not change.
	 */
	if (BPF_CORE_READ(task, start_boottime) != record.started) {
		give_up(known);
		bpf_map_delete_elem(&exiting, &address);
		return 0;
	}
	if (known->written == record.runtime && known->pass >= now->full_pass)
		return 0;
	if (bpf_seq_write(context->meta->seq, &record, sizeof(record)))
		return 0;
	known->written = record.runtime;
	known->pass = now->pass;
	return 0;
}

SEC("tp_btf/sched_process_free")
int BPF_PROG(task_freed, struct task_struct *task)
{
	struct control *now = control();
	__u64 address = (__u64)task;
	struct task_record record;
	struct task_record *known;

	if (!now)
		return 0;
	known = bpf_map_lookup_elem(&exiting, &address);
	if (known && known->started == task->start_boottime) {
		record = *known;
		record.runtime = task->se.sum_exec_runtime;
		record.thread = task->pid;
		bpf_map_delete_elem(&exiting, &address);
	} else {
		/* A thread's leader may be gone by now, and what was read of it be anything: what it says of itself is enough. */
		fill(&record, task, bpf_task_storage_get(&seen, task, 0, 0), now->version1);
	}
	tell_end(&record);
	return 0;
}

/* Before anybody can be in it: the directory is made visible after this. */
SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(group_made, struct cgroup *group)
{
	struct control *now = control();
	struct group_record *record;

	if (!now || !is_asked_for(group, now->version1))
		return 0;
	record = bpf_ringbuf_reserve(&made, sizeof(*record), 0);
	if (!record) {
		struct losses *count = losses();

		if (count)
			__sync_fetch_and_add(&count->untold, 1);
		return 0;
	}
	record->group = group->kn->id;
	record->parent = group->self.parent->cgroup->kn->id;
	if (bpf_probe_read_kernel_str(record->name, sizeof(record->name), group->kn->name) < 0)
		record->name[0] = 0;
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
