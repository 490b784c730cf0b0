/* A brief of the example issuer's size and kinds of blocks, made by hand; figures as it printed
 * them. */
#ifndef TESTS_LAYOUT_BRIEF_H
#define TESTS_LAYOUT_BRIEF_H

#include "layout_sample.h"

/* Golden pages have no charts: how high they are is not layout's business. */
static void brief_chart(struct draft *s, int span, struct chart *c)
{
	if (s->charts)
		sample_chart_block(s, span, c);
}

static void brief_glance(struct draft *s)
{
	struct block *b;

	sample_section(s, "glance", "Results at a glance", "");
	b = sample_kpis(
	    s, "Key figures",
	    LIST("Revenue|9,558.6|**up **{22.8%}|from {7,785.2}|{US$1,366.9 million}",
		 "Gross profit|1,503.4|**up **{12.1%}|from {1,340.9}|{US$215.0 million}",
		 "Operating loss|(772.9)|**narrowed by **{55.6%}|from {(1,739.0)}|{US$(110.5) "
		 "million}",
		 "Net loss|(943.7)|**narrowed by **{52.3%}|from {(1,979.0)}|{US$(134.9) million}",
		 "Cash from operations|3,801.0|**up **{504.9%}|from {628.4}|{US$543.5 million}"));
	b->aside = "RMB million; prior year beside each change";
	sample_prose(
	    s, BLOCK_HIGHLIGHTS, 5, "Highlights",
	    LIST("**Public cloud** grew {32.5%} to {RMB6,633.5 million}; of this, AI business was "
		 "{RMB2,961.7 million} ({44.6%}).",
		 "**Gross margin** was {15.7%}, compared with {17.2%}: depreciation and "
		 "amortization in cost of "
		 "revenues rose from {RMB1,090.1 million} to {RMB2,321.7 million}.",
		 "**Net loss** was {RMB943.7 million}, compared with {RMB1,979.0 million}. The "
		 "prior year carried "
		 "an impairment of {RMB919.7 million}.",
		 "**Adjusted EBITDA** (non-GAAP) was {RMB2,336.4 million}, compared with {RMB638.9 "
		 "million}; see "
		 "[the reconciliation](#margins).",
		 "**Cash and cash equivalents** were {RMB6,018.0 million} ({US$860.6 million}), "
		 "compared with "
		 "{RMB2,648.8 million}."));
	brief_chart(s, 7, sample_stacked(s->arena));
	b = sample_table(s, 12, "",
			 "Financial highlights|>2024/RMB’000|>*2025/RMB’000|>~Change|>2025/US$’000",
			 LIST("Revenues|7,785,180|9,558,619|22.8%|1,366,864",
			      "Gross profit|1,340,926|1,503,408|12.1%|214,984",
			      "Loss before income taxes|(1,980,566)|(947,895)|(52.1)%|(135,547)",
			      "Net loss|(1,979,042)|(943,692)|(52.3)%|(134,946)",
			      "Net loss attributable to Kingsoft Cloud Holdings "
			      "Limited|(1,966,680)|(936,251)|(52.4)%|(133,882)"));
	b->note = sample_text(s, "Changes in parentheses are a narrowing of the loss.");
	b->source = "Form 6-K, March 2026, Exhibit 99.1, Financial highlights";
}

static void brief_margins(struct draft *s)
{
	struct section *section =
	    sample_section(s, "margins", "Margins and reconciliations",
			   "Gross margin slipped by {1.5} points; the net loss margin "
			   "improved by {15.5} points");
	struct block *b;

	section->new_page = true;
	section->units = "Margins in % of revenue; bridge in RMB million";
	b = sample_table(s, 5, "", "Net and EBITDA margins|>2024/%|>*2025/%|>~Change/pp",
			 LIST("Net loss|(25.4)|(9.9)|15.5", "Adjusted net loss*|(10.6)|(5.8)|4.8",
			      "Adjusted EBITDA*|8.2|24.4|16.2",
			      "Normalized Adjusted EBITDA*|7.6|23.4|15.8"));
	b->note = sample_text(
	    s, "* Non-GAAP financial measure, see [the definitions](#definitions). Change in "
	       "percentage points, computed from unrounded margins and rounded once.");
	brief_chart(s, 7, sample_bridge(s->arena));
	sample_prose(
	    s, BLOCK_NOTES, 3, "Reconciliation",
	    LIST(
		"Net loss is the most directly comparable U.S. GAAP measure. The non-GAAP measures "
		"supplement it and do not replace it; other companies may define them "
		"differently."));
	sample_table(s, 9, "", "Year ended December 31|>2024/RMB’000|>*2025/RMB’000|>2025/US$’000",
		     LIST("!Net loss|(1,979,042)|(943,692)|(134,946)",
			  "Share-based compensation expenses|214,441|446,909|63,907",
			  "Foreign exchange loss (gain)|19,531|(60,147)|(8,601)",
			  "Impairment of long-lived assets|919,724|–|–",
			  "!Adjusted net loss (non-GAAP)|(825,346)|(556,930)|(79,640)",
			  "Interest income|(27,008)|(80,859)|(11,563)",
			  "Interest expense|229,705|498,048|71,220",
			  "Income tax benefit|(1,524)|(4,203)|(601)",
			  "Depreciation and amortization|1,263,090|2,480,364|354,687",
			  "!Adjusted EBITDA (non-GAAP)|638,917|2,336,420|334,103",
			  "Gain on disposal of property and equipment|(44,625)|(102,243)|(14,621)",
			  "!Normalized Adjusted EBITDA (non-GAAP)|594,292|2,234,177|319,482"));
}

static void brief_statements(struct draft *s)
{
	struct section *section = sample_section(s, "statements", "Condensed statements",
						 "Consolidated statements of comprehensive loss");
	struct block *b;

	section->subtitle = "Unaudited, condensed; year ended December 31";
	section->new_page = true;
	section->units = "Thousands, except shares and per share data";
	b = sample_table(
	    s, 12, "", "|=Note|>2024/RMB’000|>*2025/RMB’000|>2025/US$’000",
	    LIST("#Revenues", "-Public cloud services|3|5,007,251|6,633,492|948,577",
		 "-Enterprise cloud services|3|2,777,777|2,925,127|418,287", "-Others|3|152|–|–",
		 "!Total revenues||7,785,180|9,558,619|1,366,864",
		 "Cost of revenues||(6,444,254)|(8,055,211)|(1,151,880)",
		 "!Gross profit||1,340,926|1,503,408|214,984", "#Operating expenses",
		 "-Selling and marketing expenses||(479,369)|(551,406)|(78,850)",
		 "-General and administrative expenses||(834,854)|(914,615)|(130,788)",
		 "-Research and development expenses||(845,989)|(810,300)|(115,871)",
		 "-Impairment of long-lived assets||(919,724)|–|–",
		 "!Total operating expenses||(3,079,936)|(2,276,321)|(325,509)",
		 "!Operating loss||(1,739,010)|(772,913)|(110,525)",
		 "Interest income||27,008|80,859|11,563",
		 "Interest expense||(229,705)|(498,048)|(71,220)",
		 "Foreign exchange (loss) gain||(19,531)|60,147|8,601",
		 "Other loss, net|3|(12,946)|(8,984)|(1,285)",
		 "Other (expense) income, net|3|(6,382)|191,044|27,319",
		 "!Loss before income taxes||(1,980,566)|(947,895)|(135,547)",
		 "Income tax benefit|5|1,524|4,203|601",
		 "!Net loss||(1,979,042)|(943,692)|(134,946)",
		 "Less: net loss attributable to non-controlling "
		 "interests||(12,362)|(7,441)|(1,064)",
		 "$Net loss attributable to Kingsoft Cloud Holdings "
		 "Limited||(1,966,680)|(936,251)|(133,882)",
		 "#Other comprehensive income (loss), net of tax of nil",
		 "-Foreign currency translation adjustments||11,536|(126,272)|(18,057)",
		 "!Comprehensive loss (net loss and the above)||(1,967,506)|(1,069,964)|(153,003)",
		 "Less: attributable to non-controlling interests||(12,384)|(7,220)|(1,032)",
		 "$Comprehensive loss attributable to "
		 "shareholders||(1,955,122)|(1,062,744)|(151,971)",
		 "#Net loss per share", "-Basic and diluted|6|(0.54)|(0.23)|(0.03)",
		 "#Shares used in the computation",
		 "-Basic and diluted|6|3,658,088,876|4,107,065,011|4,107,065,011"));
	b->as.table->caption = "Consolidated statements of comprehensive loss";
	b->as.table->dense = b->as.table->wash = true;
	b->as.table->unlike = true; /* amounts in thousands, and per share */
	b = sample_prose(s, BLOCK_NOTES, 12, "Notes",
			 LIST("**Translation.** US$ amounts are for convenience, at {RMB6.9931} to "
			      "US$1.00, the rate of December "
			      "31, 2025. Some US$ amounts differ by 1 from a straight division "
			      "because the column is made to foot.",
			      "**Note 3** Revenues by line and other items. **Note 5** Income tax. "
			      "**Note 6** Loss per share; "
			      "options and awarded shares are anti-dilutive and excluded.",
			      "**Signs.** Parentheses are expenses, losses and decreases; an en "
			      "dash is nil; n.d. is not "
			      "disclosed; n.m. is not meaningful.",
			      "**Impairment.** The prior year carried an impairment of long-lived "
			      "assets of {RMB919.7 million}; "
			      "none in 2025."));
	b->source =
	    "Form 6-K, March 2026, Exhibit 99.1, Unaudited condensed consolidated statements of "
	    "comprehensive loss, lines 356–399";
}

static void brief_prose(struct draft *s)
{
	sample_section(s, "business", "Business",
		       "Public cloud grew {32.5%}; enterprise cloud grew {5.3%}")
	    ->new_page = true;
	sample_prose(
	    s, BLOCK_PROSE, 12, "Revenue by line",
	    LIST(
		"Revenue from public cloud services was {RMB6,633.5 million}, compared with "
		"{RMB5,007.3 million} in "
		"2024. The increase was {32.5%}. AI business, which the company discloses for the "
		"full year from "
		"2025, was {RMB2,961.7 million}, or {44.6%} of public cloud services.",
		"Revenue from enterprise cloud services was {RMB2,925.1 million}, compared with "
		"{RMB2,777.8 million}. "
		"Enterprise cloud was {30.6%} of revenue, compared with {35.7%} in the prior year.",
		"Cost of revenues was {RMB8,055.2 million}. Internet data center costs were "
		"{RMB2,850.3 million}; "
		"depreciation and amortization costs were {RMB2,321.7 million}, compared with "
		"{RMB1,090.1 million}; "
		"solution development and services costs were {RMB2,174.9 million}."));
	brief_chart(s, 6, sample_column(s->arena));
	brief_chart(s, 6, sample_slope(s->arena));
	brief_chart(s, 12, sample_bar(s->arena));
}

static void brief_definitions(struct draft *s)
{
	sample_section(s, "definitions", "Definitions and notes", "Definitions");
	sample_definitions(s, "",
			   LIST("Adjusted gross profit|Gross profit excluding share-based "
				"compensation expenses allocated in the cost "
				"of revenues. Adjusted gross margin is its percentage of "
				"revenues.|Comparable: gross profit, gross "
				"margin",
				"Adjusted net loss|Net loss excluding share-based compensation "
				"expenses, foreign exchange loss (gain) "
				"and impairment of long-lived assets.|Comparable: net loss",
				"Adjusted EBITDA|Adjusted net loss excluding interest income, "
				"interest expense, income tax benefit "
				"and depreciation and amortization.|Comparable: net loss",
				"Normalized|The adjusted measure, also excluding the gain on "
				"disposal of property and "
				"equipment.|Comparable: as above",
				"Change|Against the same period of the prior year, from unrounded "
				"figures, rounded once, half away "
				"from zero. Ratios change in percentage points (pp).|(52.3)% of a "
				"loss: the loss narrowed",
				"n.d., n.m., –|Not disclosed; not meaningful, because the base is "
				"zero or negative or the sign "
				"differs; nil.|A blank never stands for a figure"));
}

static struct doc *sample_brief(struct arena *a, bool charts)
{
	struct draft s = sample_doc(a, LANG_EN);

	s.charts = charts;
	s.doc->name = "Kingsoft Cloud Holdings Limited";
	s.doc->short_name = "Kingsoft Cloud";
	s.doc->other_name = "金山云控股有限公司";
	s.doc->tickers = "NASDAQ: KC   HKEX: 3896";
	s.doc->headline = sample_text(
	    &s, "Revenue rose {22.8%} to {RMB9,558.6 million}; the net loss narrowed by {52.3%}");
	sample_strip(&s, "Period", "Year ended December 31, 2025");
	sample_strip(&s, "Basis", "U.S. GAAP, in RMB");
	sample_strip(&s, "Convenience rate", "{RMB6.9931 per US$1.00}");
	sample_strip(&s, "Issued", "March 25, 2026");
	s.doc->notice = "Sample made from public documents; not issued or endorsed by the company.";
	s.doc->disclaimer =
	    "The issuer’s statutory words stand here: a statement that the exchanges take no "
	    "responsibility for the contents of this announcement, make no representation as to "
	    "its "
	    "accuracy or completeness, and expressly disclaim any liability for any loss from "
	    "reliance "
	    "upon the whole or any part of it.";
	brief_glance(&s);
	brief_margins(&s);
	brief_statements(&s);
	brief_prose(&s);
	brief_definitions(&s);
	return s.doc;
}

#endif
