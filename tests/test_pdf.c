#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "pdf_sample.h"
#include "base/file.h"
#include <time.h>
int main(int argc,char**argv){
	struct arena *a=arena_new(); struct diag *d=diag_new(a); struct fonts*f=fonts_open(d);
	struct buf out={0};
	diag_print(d,stderr);
	struct pdf*p=sample_document(a,f);
	bool ok=pdf_write(a,d,p,&out); diag_print(d,stderr);
	printf("%d %zu\n",ok,out.n); file_write(d,"/tmp/s.pdf",out.p,out.n);
	for(int i=0;i<5;i++){ struct arena*b=arena_new(); struct timespec t0,t1,t2; clock_gettime(CLOCK_MONOTONIC,&t0);
	p=long_document(b,f); buf_clear(&out); clock_gettime(CLOCK_MONOTONIC,&t1); pdf_write(b,d,p,&out);clock_gettime(CLOCK_MONOTONIC,&t2);
	printf("%zu pages %zu bytes layout %.1f write %.1f ms\n",p->n_pages,out.n,(t1.tv_sec-t0.tv_sec)*1e3+(t1.tv_nsec-t0.tv_nsec)/1e6,(t2.tv_sec-t1.tv_sec)*1e3+(t2.tv_nsec-t1.tv_nsec)/1e6);
	arena_free(b);}
	file_write(d,"/tmp/l.pdf",out.p,out.n); (void)argc;(void)argv;
	buf_free(&out); fonts_close(f); arena_free(a);
}
