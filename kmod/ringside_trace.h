/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints for what ftrace cannot show: whose callback, which bytes, how full. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ringside

#if !defined(_RINGSIDE_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _RINGSIDE_TRACE_H

#include <linux/tracepoint.h>

#include "compat.h"

#ifndef _RINGSIDE_TRACE_TYPES
#define _RINGSIDE_TRACE_TYPES
enum ringside_direction {
	RINGSIDE_FROM_USER,
	RINGSIDE_TO_USER,
};

/* usercopy.c: while anyone listens to ringside_usercopy */
int ringside_usercopy_listen(void);
void ringside_usercopy_silence(void);
#endif

TRACE_DEFINE_ENUM(RINGSIDE_FROM_USER);
TRACE_DEFINE_ENUM(RINGSIDE_TO_USER);

/* The kernel calls one of our functions. */
TRACE_EVENT(ringside_callback,
	TP_PROTO(const char *channel, const char *function, const char *object),
	TP_ARGS(channel, function, object),
	TP_STRUCT__entry(
		__string(channel, channel)
		__string(function, function)
		__string(object, object)
	),
	TP_fast_assign(
		ringside_assign_str(channel, channel);
		ringside_assign_str(function, function);
		ringside_assign_str(object, object);
	),
	TP_printk("channel=%s function=%s object=%s",
		  __get_str(channel), __get_str(function), __get_str(object))
);

/* We had bytes copied across the boundary; done < wanted: a bad address. */
TRACE_EVENT(ringside_copy,
	TP_PROTO(enum ringside_direction direction, const void __user *user,
		 const void *kernel, size_t wanted, size_t done),
	TP_ARGS(direction, user, kernel, wanted, done),
	TP_STRUCT__entry(
		__field(unsigned int, direction)
		__field(unsigned long, user)
		__field(unsigned long, kernel)
		__field(size_t, wanted)
		__field(size_t, done)
	),
	TP_fast_assign(
		__entry->direction = direction;
		__entry->user = (__force unsigned long)user;
		__entry->kernel = (unsigned long)kernel;
		__entry->wanted = wanted;
		__entry->done = done;
	),
	TP_printk("direction=%s user=0x%lx kernel=0x%lx wanted=%zu done=%zu",
		  __print_symbolic(__entry->direction,
				   { RINGSIDE_FROM_USER, "from_user" },
				   { RINGSIDE_TO_USER, "to_user" }),
		  __entry->user, __entry->kernel, __entry->wanted, __entry->done)
);

/*
 * A copy routine of the kernel returned to its caller at whatever depth: what
 * function_graph and kprobe events cannot show, because lib/ is notrace.
 */
TRACE_EVENT_FN(ringside_usercopy,
	TP_PROTO(unsigned long routine, enum ringside_direction direction,
		 unsigned long user, unsigned long kernel, size_t wanted, size_t done),
	TP_ARGS(routine, direction, user, kernel, wanted, done),
	TP_STRUCT__entry(
		__field(unsigned long, routine)
		__field(unsigned int, direction)
		__field(unsigned long, user)
		__field(unsigned long, kernel)
		__field(size_t, wanted)
		__field(size_t, done)
	),
	TP_fast_assign(
		__entry->routine = routine;
		__entry->direction = direction;
		__entry->user = user;
		__entry->kernel = kernel;
		__entry->wanted = wanted;
		__entry->done = done;
	),
	TP_printk("routine=%ps direction=%s user=0x%lx kernel=0x%lx wanted=%zu done=%zu",
		  (void *)__entry->routine,
		  __print_symbolic(__entry->direction,
				   { RINGSIDE_FROM_USER, "from_user" },
				   { RINGSIDE_TO_USER, "to_user" }),
		  __entry->user, __entry->kernel, __entry->wanted, __entry->done),
	ringside_usercopy_listen, ringside_usercopy_silence
);

/* A queue or buffer now holds @depth (bytes or messages) and lost @dropped. */
TRACE_EVENT(ringside_queue,
	TP_PROTO(const char *queue, size_t depth, size_t dropped),
	TP_ARGS(queue, depth, dropped),
	TP_STRUCT__entry(
		__string(queue, queue)
		__field(size_t, depth)
		__field(size_t, dropped)
	),
	TP_fast_assign(
		ringside_assign_str(queue, queue);
		__entry->depth = depth;
		__entry->dropped = dropped;
	),
	TP_printk("queue=%s depth=%zu dropped=%zu",
		  __get_str(queue), __entry->depth, __entry->dropped)
);

#endif /* _RINGSIDE_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE ringside_trace
#include <trace/define_trace.h>
