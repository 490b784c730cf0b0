/*
 * Work beside the caller, on a thread of its own.  What it writes is not looked at before it is
 * done, and it has an arena of its own: nothing else is shared but what nobody changes.
 */
#ifndef BASE_TASK_H
#define BASE_TASK_H

#include <stdbool.h>

#include "base/arena.h"

struct task;

/* run(ctx, task) on a new thread; in the caller's, before this returns, if it is not to be beside
 * or there is no thread to be had. */
struct task *task_start(bool beside, void (*run)(void *ctx, struct task *), void *ctx);
void task_step(struct task *);           /* by run: one more part is done */
void task_wait(struct task *, size_t n); /* until n parts are done, or all that there is */
void task_end(struct task *);            /* waits for the rest, and frees it; may be NULL */

/* The caller's arena, if the work is not to be beside; else a new one, which the caller's takes in
 * when the work is done. */
struct arena *task_arena(bool beside, struct arena *caller);
void task_arena_end(struct arena *, struct arena *caller);

#endif
