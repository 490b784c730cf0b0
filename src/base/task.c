/* One thread, and a count of what it has done. */
#include "base/task.h"

#include <pthread.h>
#include <stdlib.h>

struct task {
	void (*run)(void *ctx, struct task *);
	void *ctx;
	pthread_t thread;
	bool threaded;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t more;
	size_t done; /* parts */
	bool ended;
};

static void *work(void *arg)
{
	struct task *t = arg;

	t->run(t->ctx, t);
	pthread_mutex_lock(&t->lock);
	t->ended = true;
	pthread_cond_signal(&t->more);
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

struct task *task_start(bool beside, void (*run)(void *ctx, struct task *), void *ctx)
{
	struct task *t = xrealloc(NULL, sizeof *t);

	*t = (struct task){.run = run,
			   .ctx = ctx,
			   .lock = PTHREAD_MUTEX_INITIALIZER,
			   .more = PTHREAD_COND_INITIALIZER};
	t->threaded = beside && pthread_create(&t->thread, NULL, work, t) == 0;
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
	if (t->threaded)
		pthread_join(t->thread, NULL);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->more);
	free(t);
}
