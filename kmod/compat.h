/* SPDX-License-Identifier: GPL-2.0 */
/* The differences between the kernels that we build for, all in one place. */
#ifndef _RINGSIDE_COMPAT_H
#define _RINGSIDE_COMPAT_H

#include <linux/uio.h>
#include <linux/version.h>

/* Since 6.10 the source of a string is named once, in TP_STRUCT__entry. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define ringside_assign_str(dst, src)	__assign_str(dst)
#else
#define ringside_assign_str(dst, src)	__assign_str(dst, src)
#endif

/* Since 6.4 a user buffer may be read as an array of one; use that name. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
static inline void __user *iter_iov_addr(const struct iov_iter *iter)
{
	return (iter_is_ubuf(iter) ? iter->ubuf : iter->iov->iov_base) + iter->iov_offset;
}
#endif

#endif /* _RINGSIDE_COMPAT_H */
