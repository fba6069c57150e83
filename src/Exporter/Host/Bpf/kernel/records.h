/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the programs write and the exporter reads: TaskRecord.cs, GroupRecord.cs, Overflow.cs, BpfControl.cs and BpfLosses.cs are the same structures. */
#ifndef WATTSHARE_RECORDS_H
#define WATTSHARE_RECORDS_H

#define RING_BYTES (1 << 20)
#define MADE_BYTES (1 << 18)
#define MAX_OVERFLOW 1024
#define MAX_EXITING 4096

/* One task. Times are nanoseconds; starts are since boot, suspension included. */
struct task_record {
	__u64 runtime;         /* CPU time since the task began */
	__u64 written;         /* the same when the task was last written; 0 when it never was */
	__u64 pass;            /* the pass in which it was last written; 0 when it never was */
	__u64 started;
	__u64 process_started;
	__u64 group;           /* inode of the cgroup of the process */
	__u32 thread;
	__u32 process;
	__u32 parent;
	__u32 flags;           /* PF_ flags of include/linux/sched.h */
	char comm[16];
	char process_comm[16];
};

/* A cgroup that was made. */
struct group_record {
	__u64 group;           /* inode of its directory */
	__u64 parent;          /* inode of the directory around it */
	char name[256];        /* NAME_MAX of include/uapi/linux/limits.h, and the NUL */
};

/* What ended tasks of one cgroup used since they were last written. */
struct overflow {
	__u64 runtime;
	__u64 tasks;
};

/* What the exporter asks for. */
struct control {
	__u64 pass;            /* the number of the read, from 1 */
	__u64 full_pass;       /* tasks that were last written before this pass are written although they did not run */
	__u64 version1;        /* 1: groups are those of the cpuacct controller of version 1 */
};

/* What the programs count. */
struct losses {
	__u64 dropped;         /* records that did not fit into the ring buffer */
	__u64 lost;            /* nanoseconds of dropped records that did not fit into the map either */
	__u64 forgotten;       /* times that there was no memory to remember a task */
	__u64 untold;          /* groups that were made and did not fit into their ring buffer */
};

#endif
