/*
 * Metadata.  The XMP packet and the information dictionary say the same twice, since readers differ
 * in which they show and PDF/A demands that they agree: so both are written here.
 */
#include "pdf/pdf_meta.h"

#include "base/period.h"
#include "pdf/pdf_icc.h"
#include "pdf/pdf_syntax.h"

static void put_entry(struct buf *b, const char *key, const char *text)
{
	if (!text)
		return;
	buf_printf(b, "/%s", key);
	pdf_text(b, text);
}

void pdf_write_info(struct objects *o, const struct pdf *pdf)
{
	struct buf b = {0};

	put_entry(&b, "Title", pdf->title);
	put_entry(&b, "Author", pdf->author);
	put_entry(&b, "Subject", pdf->subject);
	put_entry(&b, "Keywords", pdf->keywords);
	put_entry(&b, "Creator", pdf->producer);
	put_entry(&b, "Producer", pdf->producer);
	buf_str(&b, "/CreationDate");
	pdf_date(&b, pdf->created, pdf->offset_minutes);
	buf_str(&b, "/ModDate");
	pdf_date(&b, pdf->created, pdf->offset_minutes);
	object_set(o, objects_info(o), &b);
	buf_free(&b);
}

/* What pdf_text leaves out is left out here too, so that both say the same. */
static void xml_text(struct buf *b, const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n;) {
		uint32_t c = utf8_next(s, n, &i);
		char text[4];

		if (c == '&')
			buf_str(b, "&amp;");
		else if (c == '<')
			buf_str(b, "&lt;");
		else if (c == '>')
			buf_str(b, "&gt;");
		else if (pdf_is_text(c))
			buf_add(b, text, utf8_put(text, c));
	}
}

/* <name>before text after</name>, or nothing. */
static void put_property(struct buf *b, const char *name, const char *before, const char *text,
			 const char *after)
{
	if (!text)
		return;
	buf_printf(b, "<%s>%s", name, before);
	xml_text(b, text);
	buf_printf(b, "%s</%s>\n", after, name);
}

/*
 * PDF/A knows the properties of XMP 2005 only; any other, here that of PDF/UA, must be described by
 * an extension schema (ISO 19005-3, 6.6.2.3).  Some readers look for it in a description of its
 * own.
 */
static void put_extension_schema(struct buf *b)
{
	buf_str(
	    b,
	    "<rdf:Description rdf:about=\"\""
	    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
	    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
	    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
	    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
	    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
	    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
	    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
	    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
	    "<pdfaProperty:name>part</pdfaProperty:name>\n"
	    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
	    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
	    "<pdfaProperty:description>Part of ISO 14289 that the file follows"
	    "</pdfaProperty:description>\n"
	    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
	    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
	    "</rdf:Description>\n");
}

static void put_packet(struct buf *b, const struct pdf *pdf, const char *date)
{
	const char *alt = "<rdf:Alt><rdf:li xml:lang=\"x-default\">",
		   *alt_end = "</rdf:li></rdf:Alt>";

	buf_str(b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
		   "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
		   "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		   "<rdf:Description rdf:about=\"\""
		   " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		   " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
		   " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
		   " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
		   " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
		   "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
		   "<pdfuaid:part>1</pdfuaid:part>\n"
		   "<dc:format>application/pdf</dc:format>\n");
	put_property(b, "dc:title", alt, pdf->title, alt_end);
	put_property(b, "dc:creator", "<rdf:Seq><rdf:li>", pdf->author, "</rdf:li></rdf:Seq>");
	put_property(b, "dc:description", alt, pdf->subject, alt_end);
	put_property(b, "dc:language", "<rdf:Bag><rdf:li>", pdf->lang, "</rdf:li></rdf:Bag>");
	put_property(b, "pdf:Keywords", "", pdf->keywords, "");
	put_property(b, "pdf:Producer", "", pdf->producer, "");
	put_property(b, "xmp:CreatorTool", "", pdf->producer, "");
	put_property(b, "xmp:CreateDate", "", date, "");
	put_property(b, "xmp:ModifyDate", "", date, "");
	put_property(b, "xmp:MetadataDate", "", date, "");
	put_property(b, "xmp:Label", "", pdf->draft ? "Draft" : NULL, "");
	buf_str(b, "</rdf:Description>\n");
	put_extension_schema(b);
	buf_str(b, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
}

int pdf_write_xmp(struct arena *a, struct objects *o, const struct pdf *pdf)
{
	struct buf packet = {0}, entries = {0};
	int id;

	put_packet(&packet, pdf, instant_text(a, pdf->created, pdf->offset_minutes));
	buf_str(&entries, "/Type/Metadata/Subtype/XML");
	/* Programs that know no PDF look for the packet in the file. */
	id = object_stream(o, STREAM_PLAIN, &entries, packet.p, packet.n);
	buf_free(&packet);
	buf_free(&entries);
	return id;
}

int pdf_write_intent(struct objects *o)
{
	struct buf icc = {0}, b = {0};
	int profile, id = object_new(o);

	icc_srgb(&icc);
	buf_str(&b, "/N 3");
	profile = object_stream(o, STREAM_DEFLATE, &b, icc.p, icc.n);
	buf_printf(&b,
		   "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
		   "/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R",
		   profile);
	object_set(o, id, &b);
	buf_free(&icc);
	buf_free(&b);
	return id;
}
