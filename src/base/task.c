/* One thread, and a count of what it has done. */
#include "base/task.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

struct task {
	void (*run)(void *ctx, struct task *);
	void *ctx;
	pthread_t thread;
	cpu_set_t processors; /* that it may use once it runs */
	bool threaded;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t more;
	size_t done; /* parts */
	bool ended;
};

static void *work(void *arg)
{
	struct task *t = arg;

	sched_setaffinity(0, sizeof t->processors, &t->processors);
	t->run(t->ctx, t);
	pthread_mutex_lock(&t->lock);
	t->ended = true;
	pthread_cond_signal(&t->more);
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/* On another processor.  Linux starts the first thread of a process where it was asked for and lets
 * it go first, so that all would take as long as one after the other. */
static bool start_thread(struct task *t)
{
	pthread_attr_t attributes;
	cpu_set_t others;
	int here = sched_getcpu();
	bool started;

	if (here < 0 || sched_getaffinity(0, sizeof t->processors, &t->processors) != 0)
		return false;
	others = t->processors;
	CPU_CLR((size_t)here, &others);
	if (CPU_COUNT(&others) == 0 || pthread_attr_init(&attributes) != 0)
		return false;
	started = pthread_attr_setaffinity_np(&attributes, sizeof others, &others) == 0 &&
		  pthread_create(&t->thread, &attributes, work, t) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

struct task *task_start(bool beside, void (*run)(void *ctx, struct task *), void *ctx)
{
	struct task *t = xrealloc(NULL, sizeof *t);

	*t = (struct task){.run = run,
			   .ctx = ctx,
			   .lock = PTHREAD_MUTEX_INITIALIZER,
			   .more = PTHREAD_COND_INITIALIZER};
	t->threaded = beside && start_thread(t);
	if (!t->threaded) {
		run(ctx, t);
		t->ended = true;
	}
	return t;
}

struct arena *task_arena(bool beside, struct arena *caller)
{
	return beside ? arena_new() : caller;
}

void task_arena_end(struct arena *a, struct arena *caller)
{
	if (a == caller)
		return;
	arena_join(caller, a);
	arena_free(a);
}

void task_step(struct task *t)
{
	pthread_mutex_lock(&t->lock);
	t->done++;
	pthread_cond_signal(&t->more);
	pthread_mutex_unlock(&t->lock);
}

void task_wait(struct task *t, size_t n)
{
	pthread_mutex_lock(&t->lock);
	while (t->done < n && !t->ended)
		pthread_cond_wait(&t->more, &t->lock);
	pthread_mutex_unlock(&t->lock);
}

void task_end(struct task *t)
{
	if (!t)
		return;
	if (t->threaded)
		pthread_join(t->thread, NULL);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->more);
	free(t);
}
