/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of ringside.ko share. */
#ifndef _RINGSIDE_CHANNEL_H
#define _RINGSIDE_CHANNEL_H

#include <linux/fs.h>
#include <linux/types.h>
#include <linux/uaccess.h>

#include <uapi/ringside.h>

#include "ringside_trace.h"

/**
 * struct ringside_channel - one way for user space to reach this module
 * @name: as in the lessons: "procfs", "chrdev", ...
 * @init: registers the channel; on failure nothing is left registered
 * @exit: unregisters it; no callback runs after it returns
 * @reset: puts its contents back to what they were after @init
 *
 * Each channel is one file that ends with its struct, and one line in core.c.
 */
struct ringside_channel {
	const char *name;
	int (*init)(void);
	void (*exit)(void);
	void (*reset)(void);
};

extern const struct ringside_channel ringside_proc;
extern const struct ringside_channel ringside_chrdev;

/*
 * The kernel's simple_read_from_buffer() and simple_write_to_buffer(), which
 * put at most @size - *@ppos bytes across, and a line in the trace that says
 * how many bytes were to cross the boundary and how many did.
 */
static inline ssize_t ringside_read_from(char __user *to, size_t n, loff_t *ppos,
					 const char *from, size_t size)
{
	loff_t pos = *ppos;
	ssize_t ret = simple_read_from_buffer(to, n, ppos, from, size);

	if (n && pos >= 0 && pos < size)
		trace_ringside_copy(RINGSIDE_TO_USER, to, from + pos,
				    min_t(size_t, n, size - pos), max_t(ssize_t, ret, 0));
	return ret;
}

static inline ssize_t ringside_write_to(char *to, size_t size, loff_t *ppos,
					const char __user *from, size_t n)
{
	loff_t pos = *ppos;
	ssize_t ret = simple_write_to_buffer(to, size, ppos, from, n);

	if (n && pos >= 0 && pos < size)
		trace_ringside_copy(RINGSIDE_FROM_USER, from, to + pos,
				    min_t(size_t, n, size - pos), max_t(ssize_t, ret, 0));
	return ret;
}

#endif /* _RINGSIDE_CHANNEL_H */
