// SPDX-License-Identifier: GPL-2.0
/* ringside.ko: a file, a device, ... to look at the kernel boundary with. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>

#define CREATE_TRACE_POINTS
#include "channel.h"

static const struct ringside_channel *const ringside_channels[] = {
	&ringside_proc,
	&ringside_chrdev,
};

/* Channels can be reset only while they are registered. */
static DEFINE_MUTEX(ringside_lock);
static bool ringside_live;

static int ringside_reset_set(const char *val, const struct kernel_param *kp)
{
	bool reset;
	int i, err;

	err = kstrtobool(val, &reset);
	if (err)
		return err;
	if (!reset)
		return 0;

	mutex_lock(&ringside_lock);
	if (ringside_live)
		for (i = 0; i < ARRAY_SIZE(ringside_channels); i++)
			ringside_channels[i]->reset();
	mutex_unlock(&ringside_lock);
	return 0;
}

static const struct kernel_param_ops ringside_reset_ops = {
	.set = ringside_reset_set,
};
module_param_cb(reset, &ringside_reset_ops, NULL, 0200);
MODULE_PARM_DESC(reset, "write 1 to put every channel back to its initial state");

static void ringside_unwind(int n)
{
	while (n--)
		ringside_channels[n]->exit();
}

static int __init ringside_init(void)
{
	int i, err;

	for (i = 0; i < ARRAY_SIZE(ringside_channels); i++) {
		err = ringside_channels[i]->init();
		if (err) {
			pr_err("ringside: %s: error %d\n", ringside_channels[i]->name, err);
			goto err_unwind;
		}
	}

	mutex_lock(&ringside_lock);
	ringside_live = true;
	mutex_unlock(&ringside_lock);
	return 0;

err_unwind:
	ringside_unwind(i);
	return err;
}
module_init(ringside_init);

static void __exit ringside_exit(void)
{
	/* /sys/module/ringside/parameters/reset outlives this function */
	mutex_lock(&ringside_lock);
	ringside_live = false;
	mutex_unlock(&ringside_lock);

	ringside_unwind(ARRAY_SIZE(ringside_channels));
}
module_exit(ringside_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The Ringside authors");
MODULE_DESCRIPTION("Channels between user space and the kernel, to be watched");
MODULE_VERSION(RINGSIDE_VERSION);
