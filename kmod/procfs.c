// SPDX-License-Identifier: GPL-2.0
/* Channel procfs: /proc/ringside/hello, seq and ro. */
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "channel.h"

static DEFINE_MUTEX(ringside_hello_lock);
static char ringside_hello[RINGSIDE_HELLO_SIZE] = RINGSIDE_HELLO_TEXT;
static size_t ringside_hello_len = sizeof(RINGSIDE_HELLO_TEXT) - 1;

static ssize_t ringside_hello_read(struct file *file, char __user *buf, size_t n, loff_t *ppos)
{
	ssize_t ret;

	trace_ringside_callback("procfs", __func__, RINGSIDE_PROC_HELLO);
	mutex_lock(&ringside_hello_lock);
	ret = ringside_read_from(buf, n, ppos, ringside_hello, ringside_hello_len);
	mutex_unlock(&ringside_hello_lock);
	return ret;
}

/* A write replaces the whole text, wherever the file offset is, or nothing. */
static ssize_t ringside_hello_write(struct file *file, const char __user *buf, size_t n,
				    loff_t *ppos)
{
	char tmp[RINGSIDE_HELLO_SIZE] = {};
	unsigned long missing;

	trace_ringside_callback("procfs", __func__, RINGSIDE_PROC_HELLO);
	if (n > sizeof(tmp))
		return -EMSGSIZE;
	missing = copy_from_user(tmp, buf, n);
	trace_ringside_copy(RINGSIDE_FROM_USER, buf, tmp, n, n - missing);
	if (missing)
		return -EFAULT;

	mutex_lock(&ringside_hello_lock);
	memcpy(ringside_hello, tmp, n);
	ringside_hello_len = n;
	mutex_unlock(&ringside_hello_lock);
	return n;
}

static const struct proc_ops ringside_hello_ops = {
	.proc_read = ringside_hello_read,
	.proc_write = ringside_hello_write,
	.proc_lseek = default_llseek,
};

static int ringside_seq_show(struct seq_file *m, void *v)
{
	size_t len;

	trace_ringside_callback("procfs", __func__, RINGSIDE_PROC_SEQ);
	mutex_lock(&ringside_hello_lock);
	len = ringside_hello_len;
	mutex_unlock(&ringside_hello_lock);
	seq_printf(m, "the greeting has %zu bytes\n", len);
	return 0;
}

static int ringside_seq_open(struct inode *inode, struct file *file)
{
	trace_ringside_callback("procfs", __func__, RINGSIDE_PROC_SEQ);
	return single_open(file, ringside_seq_show, NULL);
}

static const struct proc_ops ringside_seq_ops = {
	.proc_open = ringside_seq_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static ssize_t ringside_ro_read(struct file *file, char __user *buf, size_t n, loff_t *ppos)
{
	static const char text[] = RINGSIDE_RO_TEXT;

	trace_ringside_callback("procfs", __func__, RINGSIDE_PROC_RO);
	return ringside_read_from(buf, n, ppos, text, sizeof(text) - 1);
}

/* No write: EIO. No lseek: ESPIPE. */
static const struct proc_ops ringside_ro_ops = {
	.proc_read = ringside_ro_read,
};

static void ringside_proc_reset(void)
{
	mutex_lock(&ringside_hello_lock);
	memset(ringside_hello, 0, sizeof(ringside_hello));
	memcpy(ringside_hello, RINGSIDE_HELLO_TEXT, sizeof(RINGSIDE_HELLO_TEXT) - 1);
	ringside_hello_len = sizeof(RINGSIDE_HELLO_TEXT) - 1;
	mutex_unlock(&ringside_hello_lock);
}

static int ringside_proc_init(void)
{
	struct proc_dir_entry *dir;

	dir = proc_mkdir(RINGSIDE_PROC_DIR, NULL);
	if (!dir)
		return -ENOMEM;
	if (!proc_create(RINGSIDE_PROC_HELLO, 0666, dir, &ringside_hello_ops))
		goto err_remove;
	if (!proc_create(RINGSIDE_PROC_SEQ, 0444, dir, &ringside_seq_ops))
		goto err_remove;
	if (!proc_create(RINGSIDE_PROC_RO, 0444, dir, &ringside_ro_ops))
		goto err_remove;
	return 0;

err_remove:
	proc_remove(dir);
	return -ENOMEM;
}

/*
 * procfs counts the callbacks that run and waits for them here; a file that is
 * still open afterwards answers for itself (EIO). So proc_ops has no owner.
 */
static void ringside_proc_exit(void)
{
	remove_proc_subtree(RINGSIDE_PROC_DIR, NULL);
}

const struct ringside_channel ringside_proc = {
	.name = "procfs",
	.init = ringside_proc_init,
	.exit = ringside_proc_exit,
	.reset = ringside_proc_reset,
};
