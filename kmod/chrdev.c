// SPDX-License-Identifier: GPL-2.0
/*
 * Channel character device: /dev/ringside and /dev/ringside-bare.
 *
 * /dev/ringside is a buffer of 4096 bytes. A read waits while the buffer is
 * empty. A write goes to the file offset and ends the content there; opening
 * for writing with O_TRUNC empties it, as in ftrace's files. The bytes of an
 * emptied buffer stay until they are overwritten, and show again after a write
 * further on.
 */
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "channel.h"

static DEFINE_MUTEX(ringside_dev_lock);
static DECLARE_WAIT_QUEUE_HEAD(ringside_dev_wait);
static char ringside_dev_buf[RINGSIDE_DEV_SIZE] = RINGSIDE_DEV_TEXT;
static size_t ringside_dev_len = sizeof(RINGSIDE_DEV_TEXT) - 1;

static void ringside_dev_set_len(size_t len)
{
	WRITE_ONCE(ringside_dev_len, len);
	trace_ringside_queue(RINGSIDE_DEV, len, 0);
}

static int ringside_dev_open(struct inode *inode, struct file *file)
{
	trace_ringside_callback("chrdev", __func__, RINGSIDE_DEV);
	if ((file->f_mode & FMODE_WRITE) && (file->f_flags & O_TRUNC)) {
		mutex_lock(&ringside_dev_lock);
		ringside_dev_set_len(0);
		mutex_unlock(&ringside_dev_lock);
	}
	return 0;
}

static ssize_t ringside_dev_read(struct file *file, char __user *buf, size_t n, loff_t *ppos)
{
	ssize_t ret;

	trace_ringside_callback("chrdev", __func__, RINGSIDE_DEV);
	if (mutex_lock_interruptible(&ringside_dev_lock))
		return -ERESTARTSYS;
	while (!ringside_dev_len) {
		mutex_unlock(&ringside_dev_lock);
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(ringside_dev_wait, READ_ONCE(ringside_dev_len)))
			return -ERESTARTSYS;
		if (mutex_lock_interruptible(&ringside_dev_lock))
			return -ERESTARTSYS;
	}
	ret = ringside_read_from(buf, n, ppos, ringside_dev_buf, ringside_dev_len);
	mutex_unlock(&ringside_dev_lock);
	return ret;
}

static ssize_t ringside_dev_write(struct file *file, const char __user *buf, size_t n,
				  loff_t *ppos)
{
	ssize_t ret;

	trace_ringside_callback("chrdev", __func__, RINGSIDE_DEV);
	mutex_lock(&ringside_dev_lock);
	ret = ringside_write_to(ringside_dev_buf, sizeof(ringside_dev_buf), ppos, buf, n);
	if (ret > 0)
		ringside_dev_set_len(*ppos);
	else if (ret == 0 && n)
		ret = -ENOSPC;
	mutex_unlock(&ringside_dev_lock);

	if (ret > 0)
		wake_up_interruptible(&ringside_dev_wait);
	return ret;
}

static __poll_t ringside_dev_poll(struct file *file, poll_table *wait)
{
	__poll_t ready = EPOLLOUT | EPOLLWRNORM;

	trace_ringside_callback("chrdev", __func__, RINGSIDE_DEV);
	poll_wait(file, &ringside_dev_wait, wait);
	if (READ_ONCE(ringside_dev_len))
		ready |= EPOLLIN | EPOLLRDNORM;
	return ready;
}

static int ringside_dev_release(struct inode *inode, struct file *file)
{
	trace_ringside_callback("chrdev", __func__, RINGSIDE_DEV);
	return 0;
}

static const struct file_operations ringside_dev_fops = {
	.owner = THIS_MODULE,
	.open = ringside_dev_open,
	.read = ringside_dev_read,
	.write = ringside_dev_write,
	.poll = ringside_dev_poll,
	.llseek = default_llseek,
	.release = ringside_dev_release,
};

static struct miscdevice ringside_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = RINGSIDE_DEV,
	.fops = &ringside_dev_fops,
	.mode = 0666,
};

/* What the kernel answers by itself: EINVAL, ESPIPE, ENOTTY, ENODEV. */
static const struct file_operations ringside_bare_fops = {
	.owner = THIS_MODULE,
};

static struct miscdevice ringside_bare = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = RINGSIDE_DEV_BARE,
	.fops = &ringside_bare_fops,
	.mode = 0666,
};

static void ringside_chrdev_reset(void)
{
	mutex_lock(&ringside_dev_lock);
	memset(ringside_dev_buf, 0, sizeof(ringside_dev_buf));
	memcpy(ringside_dev_buf, RINGSIDE_DEV_TEXT, sizeof(RINGSIDE_DEV_TEXT) - 1);
	ringside_dev_set_len(sizeof(RINGSIDE_DEV_TEXT) - 1);
	mutex_unlock(&ringside_dev_lock);
	wake_up_interruptible(&ringside_dev_wait);
}

static int ringside_chrdev_init(void)
{
	int err;

	err = misc_register(&ringside_dev);
	if (err)
		return err;
	err = misc_register(&ringside_bare);
	if (err)
		goto err_deregister;
	return 0;

err_deregister:
	misc_deregister(&ringside_dev);
	return err;
}

static void ringside_chrdev_exit(void)
{
	misc_deregister(&ringside_bare);
	misc_deregister(&ringside_dev);
}

const struct ringside_channel ringside_chrdev = {
	.name = "chrdev",
	.init = ringside_chrdev_init,
	.exit = ringside_chrdev_exit,
	.reset = ringside_chrdev_reset,
};
