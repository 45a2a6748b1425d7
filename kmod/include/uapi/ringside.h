/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* What user space may rely on: names and sizes. */
#ifndef _UAPI_RINGSIDE_H
#define _UAPI_RINGSIDE_H

#define RINGSIDE_VERSION	"0.1.0"

/* procfs: /proc/ringside/ */
#define RINGSIDE_PROC_DIR	"ringside"
#define RINGSIDE_PROC_HELLO	"hello"	/* 0666, a buffer to read and write */
#define RINGSIDE_PROC_SEQ	"seq"	/* 0444, text made by seq_file */
#define RINGSIDE_PROC_RO	"ro"	/* 0444, nothing but a read operation */
#define RINGSIDE_HELLO_SIZE	128	/* longer writes: EMSGSIZE */
#define RINGSIDE_HELLO_TEXT	"hello from kernel\n"
#define RINGSIDE_RO_TEXT	"read only\n"

/* character devices: /dev/ */
#define RINGSIDE_DEV		"ringside"	/* 0666, a buffer to wait for */
#define RINGSIDE_DEV_BARE	"ringside-bare"	/* 0666, no operations */
#define RINGSIDE_DEV_SIZE	4096		/* writes past it: ENOSPC */
#define RINGSIDE_DEV_TEXT	"hello dev\n"

#endif /* _UAPI_RINGSIDE_H */
