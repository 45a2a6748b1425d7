// SPDX-License-Identifier: GPL-2.0
/*
 * Watches the kernel's own copy routines. They live in lib/, which is built
 * without ftrace, and kprobe events refuse what ftrace does not know; a module
 * may still put probes there. They exist only while someone listens to the
 * tracepoint ringside_usercopy.
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/ptrace.h>
#include <linux/uio.h>

#include "channel.h"

/* How a routine takes its arguments and says what it did. */
enum ringside_convention {
	CONV_TO_USER,		/* (to, from, n): bytes that are missing */
	CONV_FROM_USER,
	CONV_TO_ITER,		/* (kernel, n, iter): bytes that were copied */
	CONV_FROM_ITER,
	CONV_STRING,		/* (to, from, n): length without its NUL, or an error */
	CONV_PUT,		/* address in cx, error in cx */
	CONV_GET,		/* address in ax, error in ax */
};

struct ringside_routine {
	enum ringside_convention convention;
	unsigned int size;	/* of CONV_PUT and CONV_GET */
	bool watched;
	struct kretprobe probe;
};

struct ringside_usercopy {
	unsigned long user;
	unsigned long kernel;
	size_t wanted;
};

static int ringside_usercopy_enter(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct ringside_routine *routine =
		container_of(get_kretprobe(ri), struct ringside_routine, probe);
	struct ringside_usercopy *copy = (void *)ri->data;
	const struct iov_iter *iter;

	switch (routine->convention) {
	case CONV_TO_USER:
		copy->user = regs_get_kernel_argument(regs, 0);
		copy->kernel = regs_get_kernel_argument(regs, 1);
		copy->wanted = regs_get_kernel_argument(regs, 2);
		break;
	case CONV_FROM_USER:
	case CONV_STRING:
		copy->kernel = regs_get_kernel_argument(regs, 0);
		copy->user = regs_get_kernel_argument(regs, 1);
		copy->wanted = regs_get_kernel_argument(regs, 2);
		break;
	case CONV_TO_ITER:
	case CONV_FROM_ITER:
		iter = (const struct iov_iter *)regs_get_kernel_argument(regs, 2);
		if (!user_backed_iter(iter))
			return 1;
		copy->kernel = regs_get_kernel_argument(regs, 0);
		copy->wanted = min_t(size_t, regs_get_kernel_argument(regs, 1), iter->count);
		copy->user = (__force unsigned long)iter_iov_addr(iter);
		break;
	case CONV_PUT:
		copy->user = regs->cx;
		copy->kernel = 0;
		copy->wanted = routine->size;
		break;
	case CONV_GET:
		copy->user = regs->ax;
		copy->kernel = 0;
		copy->wanted = routine->size;
		break;
	}
	return copy->wanted ? 0 : 1;
}

NOKPROBE_SYMBOL(ringside_usercopy_enter);

static int ringside_usercopy_leave(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct kretprobe *probe = get_kretprobe(ri);
	const struct ringside_routine *routine;
	const struct ringside_usercopy *copy = (void *)ri->data;
	enum ringside_direction direction = RINGSIDE_FROM_USER;
	long value = regs_return_value(regs);
	size_t done = 0;

	if (!probe) /* being removed */
		return 0;
	routine = container_of(probe, struct ringside_routine, probe);

	switch (routine->convention) {
	case CONV_TO_USER:
		direction = RINGSIDE_TO_USER;
		fallthrough;
	case CONV_FROM_USER:
		done = copy->wanted - value;
		break;
	case CONV_TO_ITER:
		direction = RINGSIDE_TO_USER;
		fallthrough;
	case CONV_FROM_ITER:
		done = value;
		break;
	case CONV_STRING:
		done = max(value, 0L);
		break;
	case CONV_PUT:
		direction = RINGSIDE_TO_USER;
		done = (int)regs->cx ? 0 : copy->wanted;
		break;
	case CONV_GET:
		done = (int)value ? 0 : copy->wanted;
		break;
	}
	trace_ringside_usercopy((unsigned long)probe->kp.addr, direction, copy->user,
				copy->kernel, copy->wanted, done);
	return 0;
}

NOKPROBE_SYMBOL(ringside_usercopy_leave);

#define ROUTINE(_name, _convention, _size) {				\
	.convention = _convention,					\
	.size = _size,							\
	.probe = {							\
		.kp.symbol_name = _name,				\
		.entry_handler = ringside_usercopy_enter,		\
		.handler = ringside_usercopy_leave,			\
		.data_size = sizeof(struct ringside_usercopy),		\
		.maxactive = 64,					\
	},								\
}

static struct ringside_routine ringside_routines[] = {
	ROUTINE("_copy_to_user", CONV_TO_USER, 0),
	ROUTINE("_copy_from_user", CONV_FROM_USER, 0),
	ROUTINE("_copy_to_iter", CONV_TO_ITER, 0),
	ROUTINE("_copy_from_iter", CONV_FROM_ITER, 0),
	ROUTINE("strncpy_from_user", CONV_STRING, 0),
	ROUTINE("__put_user_1", CONV_PUT, 1),
	ROUTINE("__put_user_2", CONV_PUT, 2),
	ROUTINE("__put_user_4", CONV_PUT, 4),
	ROUTINE("__put_user_8", CONV_PUT, 8),
	ROUTINE("__get_user_1", CONV_GET, 1),
	ROUTINE("__get_user_2", CONV_GET, 2),
	ROUTINE("__get_user_4", CONV_GET, 4),
	ROUTINE("__get_user_8", CONV_GET, 8),
};

/* A kernel that lacks one of the routines, because it was inlined, has the others. */
int ringside_usercopy_listen(void)
{
	int i, err = -ENOENT, watched = 0;

	for (i = 0; i < ARRAY_SIZE(ringside_routines); i++) {
		struct kretprobe *probe = &ringside_routines[i].probe;

		/* registering fills these in, and refuses to find them filled in */
		probe->kp.addr = NULL;
		probe->kp.flags = 0;
		probe->nmissed = 0;
		err = register_kretprobe(probe);
		ringside_routines[i].watched = !err;
		watched += !err;
		if (err)
			pr_info("ringside: cannot watch %s: error %d\n",
				probe->kp.symbol_name, err);
	}
	return watched ? 0 : err;
}

void ringside_usercopy_silence(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ringside_routines); i++)
		if (ringside_routines[i].watched) {
			unregister_kretprobe(&ringside_routines[i].probe);
			ringside_routines[i].watched = false;
		}
}
