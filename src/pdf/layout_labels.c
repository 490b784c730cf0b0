/* The program's words on a page, by language.  A file of its own: layout itself knows no texts. */
#include "pdf/layout.h"

struct layout_labels layout_labels(const struct texts *t)
{
	return (struct layout_labels){
	    .contents = texts_word(t, "pdf.contents"),
	    .page = texts_word(t, "pdf.page"),
	    .continued = texts_word(t, "pdf.continued"),
	    .go_to = texts_word(t, "pdf.go_to"),
	    .source = texts_word(t, "pdf.source"),
	    .unit = texts_word(t, "doc.pair"),
	    .note = texts_word(t, "pdf.note"),
	    .back = texts_word(t, "pdf.back"),
	    .draft = texts_word(t, "pdf.draft"),
	};
}
