"""The conditions of the Matterhorn Protocol 1.1 (PDF Association, 2021), and what pdfcheck.py asks beyond them.

The Protocol lists 137 ways to fail PDF/UA-1: 87 it gives to a program, 48 to a person, and for two it has no test.
Each of the 87 has a rule in pdfcheck.py under its number, and a bad file in pdfcheck_test.py.
The numbers, and who judges each, were compared with three transcriptions of the Protocol; they agree on all of them.

Columns: number; clause of ISO 14289-1; the rule of veraPDF's PDF/UA-1 profile that sees the same ("|" parts rules
of which one does), or "-"; the fault.
Where the rule here is narrower or wider than the Protocol's sentence:
  11-001  text in artifacts is not asked for its language
  17-002  the Protocol wants Alt; veraPDF takes ActualText for it
  28-     an annotation that is hidden or off the page is asked nothing
  31-003  the Protocol wants the font's supplement no lower than the CMap's; veraPDF, no higher
  31-022  of the Adobe Glyph List, the Latin names and those of the standard encodings and of Symbol are known;
          another name of the list (Cyrillic, Hebrew ...) is reported too
"""

CONDITIONS = """
01-003  7.1       7.1-1       an artifact inside tagged content
01-004  7.1       7.1-2       tagged content inside an artifact
01-005  7.1       7.1-3       content that is neither tagged nor an artifact
01-007  7.1       7.1-4       the tags are said to be suspect
02-001  7.1       7.1-5       a type of ones own that does not lead to a standard type
02-003  7.1       7.1-6       role mapping in a circle
02-004  7.1       7.1-7       a standard type mapped to another
06-001  7.1       7.1-8       no XMP metadata
06-002  5         5-1         XMP does not name PDF/UA
06-003  7.1       7.1-9       XMP has no title
07-001  7.1       7.1-10      nothing said on showing the title
07-002  7.1       7.1-10      the title is not to be shown
09-004  7.2       7.2-3|11    parts of a table in the wrong place
09-005  7.2       7.2-20      parts of a list in the wrong place
09-006  7.2       7.2-26      parts of a table of contents in the wrong place
09-007  7.2       -           parts of Ruby in the wrong place
09-008  7.2       -           parts of Warichu in the wrong place
10-001  7.2       7.21.7-1    a code that stands for no known character
11-001  7.2       7.2-34      text in an unknown language
11-002  7.2       7.2-22      alternative text in an unknown language
11-003  7.2       7.2-2       an outline in an unknown language
11-004  7.2       7.2-24      an annotation's text in an unknown language
11-005  7.2       7.2-25      a field's name in an unknown language
11-006  7.2       7.2-33      metadata in an unknown language
13-004  7.3       7.3-1       a figure without a text
14-002  7.4.2     7.4.2-1     the first heading is not H1
14-003  7.4.2     7.4.2-1     a level of headings is left out
14-006  7.4.4     7.4.4-1     two H in one element
14-007  7.4.4     7.4.4-2     both H and H1, H2 ...
15-003  7.5       7.5-1       a head cell without scope, in a table without Headers
17-002  7.7       7.7-1       a formula without a text
17-003  7.7       7.21.7-1    a code in a formula that stands for no known character
19-003  7.9       7.9-1       a note without an ID
19-004  7.9       7.9-2       a note's ID used twice
20-001  7.10      7.10-1      a further configuration of layers without a name
20-002  7.10      7.10-1      the usual configuration of layers without a name
20-003  7.10      7.10-2      layers that change by themselves
21-001  7.11      7.11-1      an embedded file without F and UF
25-001  7.15      7.15-1      a dynamic XFA form
26-001  7.16      7.16-1      encryption that grants nothing at all, having no P
26-002  7.16      7.16-1      encryption that forbids reading aloud
28-002  7.18.1    7.18.1-1    an annotation that is not in an Annot element
28-004  7.18.1    7.18.1-2    an annotation without a text
28-005  7.18.1    7.18.1-3    a field without a text
28-006  7.18.2    7.18.1-1|2  an annotation of an unknown kind that fails 28-002 or 28-004
28-007  7.18.2    7.18.2-1    a TrapNet annotation
28-008  7.18.3    7.18.3-1    a page with annotations and no tab order
28-009  7.18.3    7.18.3-1    a page with annotations and a tab order other than the structure's
28-010  7.18.4    7.18.4-1    a widget that is not in a Form element
28-011  7.18.5    7.18.5-1    a link that is not in a Link element
28-012  7.18.5    7.18.5-2    a link without Contents
28-014  7.18.6.2  7.18.6.2-1  a media clip without a type
28-015  7.18.6.2  7.18.6.2-2  a media clip without a text
28-016  7.18.7    7.11-1      an attached file's annotation without F and UF
28-017  7.18.8    7.18.8-1    a printer's mark in the structure
28-018  7.18.8    -           a printer's mark that is not drawn as an artifact
30-001  7.20      7.20-1      a reference XObject
30-002  7.20      7.20-2      a form XObject with tagged content that is used twice
31-001  7.21.3.1  7.21.3.1-1  font and CMap differ in registry
31-002  7.21.3.1  7.21.3.1-1  font and CMap differ in ordering
31-003  7.21.3.1  -           the font has a lower supplement than the CMap
31-004  7.21.3.2  7.21.3.2-1  a CIDToGIDMap that is neither a stream nor Identity
31-005  7.21.3.2  7.21.3.2-1  no CIDToGIDMap
31-006  7.21.3.3  7.21.3.3-1  a CMap that is neither predefined nor embedded
31-007  7.21.3.3  7.21.3.3-2  a CMap with two values of WMode
31-008  7.21.3.3  7.21.3.3-3  a CMap that uses another which is not predefined
31-009  7.21.4.1  7.21.4.1-1  a font that is not embedded
31-011  7.21.4.1  7.21.4.1-2  a code for which the font program has no glyph
31-012  7.21.4.2  7.21.4.2-1  a glyph of a Type 1 program that CharSet leaves out
31-013  7.21.4.2  7.21.4.2-1  a glyph in CharSet that the Type 1 program lacks
31-014  7.21.4.2  7.21.4.2-2  a glyph of a CID font's program that CIDSet leaves out
31-015  7.21.4.2  7.21.4.2-2  a glyph in CIDSet that the CID font's program lacks
31-016  7.21.5    7.21.5-1    a width that is not the program's
31-017  7.21.6    7.21.6-1    a non-symbolic TrueType program without such a cmap
31-018  7.21.6    7.21.4.1-2  a code that no cmap of a non-symbolic TrueType program leads on
31-019  7.21.6    7.21.6-2    a non-symbolic TrueType font without Encoding
31-020  7.21.6    7.21.6-2    one whose Encoding has no BaseEncoding
31-021  7.21.6    7.21.6-2    one whose Encoding is neither MacRoman nor WinAnsi
31-022  7.21.6    7.21.6-2    one whose Differences have a name outside the Adobe Glyph List
31-023  7.21.6    7.21.6-2    one with Differences whose program has no (3,1) cmap
31-024  7.21.6    7.21.6-3    a symbolic TrueType font with Encoding
31-025  7.21.6    7.21.6-4    a symbolic TrueType program without a cmap
31-026  7.21.6    7.21.6-4    one with many cmaps of which none is (3,0)
31-027  7.21.7    7.21.7-1    no ToUnicode where the characters are not known without
31-028  7.21.7    7.21.7-2    U+0000 in ToUnicode
31-029  7.21.7    7.21.7-2    a byte order mark in ToUnicode
31-030  7.21.8    7.21.8-1    text that shows .notdef
"""

# How many conditions each of the 31 checkpoints has, and which of them the Protocol leaves to a person or to none.
CHECKPOINTS = (7, 4, 3, 1, 3, 4, 2, 2, 8, 1, 7, 1, 8, 7, 5, 3, 3, 2, 4, 3, 1, 1, 1, 1, 1, 2, 1, 18, 1, 2, 30)
LEFT_TO_PEOPLE = """
01-001 01-002 01-006 02-002 03-001 03-002 03-003 04-001 05-001 05-002 05-003 06-004 08-001 08-002 09-001 09-002 09-003
11-007 12-001 13-001 13-002 13-003 13-005 13-006 13-007 13-008 14-001 14-004 14-005 15-001 15-002 15-004 15-005 16-001
16-002 16-003 17-001 18-001 18-002 19-001 19-002 22-001 24-001 28-001 28-003 28-013 29-001 31-010
""".split()
WITHOUT_TEST = ["23-001", "27-001"]

# Of PDF/A-3, of ISO 32000-1, or a promise of ours.
BEYOND = """
annotation-flags     an annotation that is hidden or does not print
annotation-kind      an annotation of a kind that PDF/A does not know
attachment-relation  an attached file without a relation to the document
attachment-type      an attached file without type or date
balance              marked content or graphics state left open
dest                 a link or bookmark that leads nowhere
encrypted            encryption, which PDF/A forbids
figure-bbox          a figure without a bounding box
file-id              no file ID
font-descriptor      a font descriptor that lacks an entry
font-program         a font program that cannot be read
id-tree              the IDTree and the IDs differ
id-twice             an ID used twice
info-title           the titles of XMP and Info differ
language-tag         a language that is none
mcid-nested          an MCID inside another
mcid-page            an MCID used twice, or not at all
mcid-tree            an MCID that no element has
mcid-twice           an MCID that two elements have
no-structure         no structure tree
not-marked           the file is not marked as tagged
objr                 an element that refers to no object
outline              a bookmark not linked with its neighbours
output-intent        no output intent with a profile
page-labels          no label for the first page
parent-tree          the parent tree and the structure tree differ
pdfaid               XMP does not name PDF/A-3a
struct-parent        an annotation that does not lead back to its element
subset-tag           an embedded font without a subset tag
table-headers        Headers that name an unknown head
table-rows           rows of different width
text-object          marked content that begins in a text object and ends outside, or the other way round
tree-parent          an element that does not name its parent
xmp-language         XMP and catalog differ in language
xmp-schema           XMP does not describe the schema of PDF/UA
xmp-syntax           XMP that is not well-formed
"""


def rows(table):
    return [line.split(None, 3) for line in table.strip().splitlines()]


MACHINE = {number: words for number, _, _, words in rows(CONDITIONS)}
VERAPDF = {number: {f"{rule.rsplit('-', 1)[0]}-{test}" for test in rule.rsplit("-", 1)[1].split("|")}
           for number, _, rule, _ in rows(CONDITIONS) if rule != "-"}
RULES = MACHINE | {line.split()[0]: line.split(None, 1)[1] for line in BEYOND.strip().splitlines()}


def all_numbers():
    return [f"{checkpoint:02}-{i:03}" for checkpoint, n in enumerate(CHECKPOINTS, 1) for i in range(1, n + 1)]
