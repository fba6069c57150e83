// Runs a program without something that the host has, to see what it does then:
//
//   without bpf-call CMD...        bpf(2) answers EPERM, as under a container engine's seccomp profile
//   without capabilities CMD...    no CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN
//   without performance CMD...     no CAP_PERFMON and CAP_SYS_ADMIN
//   without file PATH OTHER CMD... PATH shows OTHER, in a mount namespace of its own
//   without descriptors N CMD...   at most N open files
//   without locked-memory CMD...   RLIMIT_MEMLOCK of 0
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void check(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(120);
}

static void refuse_bpf(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_bpf, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = sizeof(rules) / sizeof(rules[0]), .filter = rules };

	check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
	check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp");
}

static void drop(const int *capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	check(syscall(SYS_capget, &header, data), "capget");
	for (; *capabilities >= 0; capabilities++) {
		check(prctl(PR_CAPBSET_DROP, *capabilities, 0, 0, 0), "bounding set");
		data[*capabilities / 32].effective &= ~(1u << (*capabilities % 32));
		data[*capabilities / 32].permitted &= ~(1u << (*capabilities % 32));
		data[*capabilities / 32].inheritable &= ~(1u << (*capabilities % 32));
	}
	check(syscall(SYS_capset, &header, data), "capset");
}

static void hide(const char *path, const char *other)
{
	check(unshare(CLONE_NEWNS), "unshare");
	check(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
	check(mount(other, path, NULL, MS_BIND, NULL), path);
}

int main(int argc, char **argv)
{
	static const int all[] = { CAP_BPF, CAP_PERFMON, CAP_SYS_ADMIN, -1 };
	static const int performance[] = { CAP_PERFMON, CAP_SYS_ADMIN, -1 };
	struct rlimit limit = { 0, 0 };
	char **command = argv + 2;

	if (argc < 3)
		return 121;
	if (!strcmp(argv[1], "bpf-call")) {
		refuse_bpf();
	} else if (!strcmp(argv[1], "capabilities")) {
		drop(all);
	} else if (!strcmp(argv[1], "performance")) {
		drop(performance);
	} else if (!strcmp(argv[1], "file") && argc > 4) {
		hide(argv[2], argv[3]);
		command += 2;
	} else if (!strcmp(argv[1], "descriptors") && argc > 3) {
		limit.rlim_cur = limit.rlim_max = strtoul(argv[2], NULL, 10);
		check(setrlimit(RLIMIT_NOFILE, &limit), "descriptors");
		command++;
	} else if (!strcmp(argv[1], "locked-memory")) {
		check(setrlimit(RLIMIT_MEMLOCK, &limit), "locked memory");
	} else {
		return 121;
	}
	execvp(command[0], command);
	perror(command[0]);
	return 122;
}
