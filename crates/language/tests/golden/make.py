"""Write the golden files of the language core: composed texts and what spaCy finds in them.

    python3 make.py MODEL_FOLDER          # needs spaCy 3.8; MODEL_FOLDER holds config.cfg

Writes next to itself `texts.txt.gz` (paragraphs, each ended by a NUL), `expected.csv` (tokens and hash of the rows of
each paragraph) and `rows.tsv` (all rows of the first few paragraphs, to be read by people). The texts are put together
at random, with a fixed seed, from sentences and words written for this file, with common words (data/en/word-shares.csv)
that the model's own word list also holds; so they may be shipped. A third is disturbed: case, blanks, marks,
addresses, emoji, odd Unicode. Method: record and replay; the test holds the reader against spaCy without needing it.
Limit: word forms are drawn without regard to sense, which makes parses harder than those of real prose.
"""
import gzip
import pathlib
import random
import sys

import spacy

SEED = 20261122
PARAGRAPHS = 3600
SHOWN = 24
HERE = pathlib.Path(__file__).resolve().parent
COMMON = HERE.parents[3] / "data" / "en" / "word-shares.csv"

FIRST = "Anna Pavel Ingrid Tomas Mei Kofi Lucía Omar Siobhan Yusuf Renée Björn Fatima Hiro Zoë Vikram D'Angelo Jean-Luc".split()
LAST = "Haldane Okafor Petrenko Lindqvist O'Malley Vasquez Takeda Al-Rashid Nguyen Brandt Kowalczyk van_der_Meer Mbeki Ferrante".split()
PLACE = """Riga;Port Louis;North Macedonia;the Black Sea;Kyiv;New Delhi;St. Petersburg;the Gulf of Aden;U.S.;U.K.;Warsaw;Côte d'Ivoire;
Sana'a;the West Bank;Washington, D.C.;Ulaanbaatar;São Tomé;the Strait of Hormuz;Lagos;East Timor""".replace("\n", "").split(";")
BODY = """the Harbour Authority;the U.N. Security Council;NATO;the Ministry of Fisheries;Orbex Energy Inc.;the World Grain Forum;the OSCE;
the Fifth Fleet;Radio Meridian;the opposition Green Accord;the EU;parliament;the central bank;the coast guard;A&B Shipping Co.;
the Red Crescent;state television""".replace("\n", "").split(";")
TITLE = "foreign minister;President;spokeswoman;Gen.;Dr.;deputy premier;Mr.;Ms.;Adm.;chief negotiator;King;Prof.;envoy;Sen.".split(";")
WHEN = """on Monday;last Friday;in early March 2019;at 5:30 p.m.;two weeks ago;on 4 July 1998;since 2011;by the end of the year;earlier this week;
on Nov. 3;in the 1980s;overnight;within 48 hours;tomorrow;for the third time in a month;from 9 to 11 a.m.""".replace("\n", "").split(";")
SAY = "said;says;warned;denied;told reporters;has confirmed;insisted;claimed;is expected to announce;wrote;acknowledged;testified;would not say".split(";")
AMOUNT = """$4.2 million;€300;12%;about 1,500;two dozen;nearly 3.5 billion;£20m;six;0.75 percent;40km;¥9,000;more than half;
1/3;10-15;1.2e6;±5 °C;a quarter;US$7bn;No. 1""".replace("\n", "").split(";")
LINK = """https://www.example.org/news/2023/11/06?id=42&ref=top#c3;example.com;ftp://files.example.net/a_b.tar.gz;press@harbour.example.org;
www.meridian-radio.example/live;http://10.0.0.1/x;http://81.2.69.142:8080/status;@harbour_auth;#grainDeal;mailto:desk@example.org;
sub.domain.example.co.uk/path/;e.g.this;file.txt;v2.0.1-beta;C:\\temp\\log;a/b/c;and/or;user:pw@host.example.com""".replace("\n", "").split(";")
SIGN = "😀 🚢 👩‍👩‍👧 🇺🇦 ❤️ ☕ ™ © ° ½ ² № § † … — – ― « » „ “ ” ‘ ’ ` ´ ¿ ¡ ・ 。 ， ！ ₿ ฿ ₴ → ✓ ※ 〒 ﷼ ⅔ Ⅳ".split()
WORD = """naïve façade Straße ŁÓDŹ İstanbul ΑΘΗΝΑ Москва Київ 東京 서울 नमस्ते שלום سلام ﬁnal ǅ ß e\u0301t\u00e9 coöperate x² H₂O CO₂ µm 5′11″
can't won't shouldn't've y'all I'd they'd've gonna gotta c'mon 'em ol' goin' ain't let's O'clock d'être U.S.A. a.m. Ph.D. i.e. etc. vs. w/o
state-of-the-art 24/7 24-year-old COVID-19 F-16s MiG-29 1990s '90s 3rd 21st 10th's 100% 50-50 $US5 5kg 12mph 7.30 10:45 3,000,000 1,2 ... .... !? ?! -- ---
(sic) [sic] {x} <b> </b> :-) :( ;) :D xD <3 ^_^ ¯\\_(ツ)_/¯ o.O =) 8-) \\n | * ** # ~ = + ++ a+b 3+4 2*3 x=y key:value A.B.C. e-mail re-elect
iPhone eBay McDonald's NASA's boss' James's the'the don´t it’s we’re ‘quoted’ “quoted” ‚low‘ hello,world end.Start no.Space
agent mark number root PERSON ORG X VERB conj meta poss _ IS_ALPHA""".split()
CLAUSE = """{S} {SAY} {WHEN} that {S} had {VBD} {NP} in {PLACE}.
"We {VB} {NP}," {S} {SAY}, "and {NP} will {VB} {WHEN}."
{S}, who {VBD} {NP} {WHEN}, {SAY} {AMOUNT} {NNS} were {JJ}.
According to {BODY}, {NP} {VBZ} {NP} because {NP} {VBD} {RB}.
{BODY} {RB} {VBD} {NP}; {BODY} did not {VB} it.
If {NP} {VBZ}, {S} could {VB} {AMOUNT} {NNS} to {PLACE} {WHEN}.
Why did {S} {VB} {NP}? Nobody {SAY} so.
{WHEN}, {AMOUNT} {NNS} and {AMOUNT} {NNS} {VBD} near {PLACE}.
There are {AMOUNT} {JJ} {NNS} {VBG} {RB} in {PLACE}.
To {VB} {NP} is {JJ}er than {VBG} {NP}, {SAY} {S}.
{NP}, {NP} and {NP} were {VBN} by {BODY}, though {S} {SAY} otherwise.
{S} ({BODY}) {SAY}: "{NP} {VBZ} what {BODY} {VBD}."
Neither {S} nor {S} {SAY} whether {NP} should be {VBN} {WHEN}.
The {NN} of the {NN} that {BODY} {VBD} {WHEN} {VBZ} {NP}.
{PLACE}'s {NN} {VBD} {AMOUNT} {WHEN}, its {JJ} {NN} since {WHEN}.
{PLACE} ({BODY}) - {S} {SAY} {NP} {VBD} {NP}, an official {SAY}.
It was {S} whom {BODY} {VBD}, not {S}.
"{NP}," asked {S}, "or {NP}?"
{S} {VBD} up {NP} and {VBD} down {NP} without {VBG} {RB}.
Having {VBN} {NP}, {S} {VBD} {S} {AMOUNT} {NNS}.
{VB} {NP} {RB}!
{S} {SAY} he'd {VB} her {NN} if she'd {VB} his.
The more {S} {VBZ}, the less {BODY} {VBZ} {NP}.
{NN} {NNS} {VBD} {AMOUNT} {NN} {NNS} {WHEN} {RB}
{BODY} to {VB} {NP}
{S}: {NP} 'must {VB}' {WHEN}
See {LINK} or write to {LINK} ({WHEN}).
RT {LINK} {S} {VBZ} {NP} {SIGN} {SIGN} {LINK}
- {NP}
* {NN} ({AMOUNT})
{N}. {VB} {NP}; {N}) {VB} {NP}
| {NN} | {AMOUNT} | {WHEN} |
{NN}\\t{AMOUNT}\\t{PLACE}
{WORD} {WORD} {NN} {WORD}, {WORD} {VBD} {WORD} {SIGN}.
{S}{SIGN}s {NN} {SIGN}{NN}{SIGN} {WORD}.""".split("\n")


class Writer:
    """Draws sentences; one generator, so the seed fixes every text."""

    def __init__(self, index):
        self.draw = random.Random(SEED)
        self.index = index

    def one(self, options):
        return self.draw.choice(options)

    def word(self, kind):
        return self.one(self.index[kind])

    def verb(self, ending):
        stem = self.word("verb")
        if ending == "s":
            return stem + ("es" if stem.endswith(("s", "h", "x")) else "s")
        return (stem[:-1] if stem.endswith("e") else stem) + ending

    def name(self):
        name = self.one(FIRST) + " " + self.one(LAST).replace("_", " ")
        return self.one([name, name, self.one(TITLE) + " " + name, self.one(TITLE) + " " + self.one(LAST), "he", "they", "I", self.one(BODY)])

    def phrase(self):
        noun = self.word("noun")
        return self.one([f"the {noun}", f"a {self.word('adj')} {noun}", f"{self.word('adj')} {noun}s", f"the {noun} of {self.one(PLACE)}",
                         f"its {noun} {self.word('noun')}", noun, f"{self.one(PLACE)}'s {noun}", "it", "them", f"every {noun} in {self.one(PLACE)}"])

    def fill(self, slot):
        plain = {"PLACE": PLACE, "BODY": BODY, "WHEN": WHEN, "SAY": SAY, "AMOUNT": AMOUNT, "LINK": LINK, "SIGN": SIGN, "WORD": WORD}
        if slot in plain:
            return self.one(plain[slot])
        made = {"S": self.name, "NP": self.phrase, "NN": lambda: self.word("noun"), "NNS": lambda: self.word("noun") + "s",
                "VB": lambda: self.word("verb"), "VBZ": lambda: self.verb("s"), "VBD": lambda: self.verb("ed"), "VBN": lambda: self.verb("ed"),
                "VBG": lambda: self.verb("ing"), "JJ": lambda: self.word("adj"), "RB": lambda: self.word("adv"), "N": lambda: str(self.draw.randint(1, 30))}
        return made[slot]()

    def sentence(self):
        parts = self.one(CLAUSE).replace("\\t", "\t").split("{")
        text = parts[0] + "".join(self.fill(slot) + rest for slot, rest in (part.split("}", 1) for part in parts[1:]))
        return text[0].upper() + text[1:] if self.draw.random() < 0.9 else text

    def disturbed(self, text):
        chars = list(text)
        for _ in range(self.draw.randint(1, 6)):
            at = self.draw.randrange(len(chars))
            kind = self.draw.randrange(8)
            if kind == 0:
                chars[at] = chars[at].swapcase()
            elif kind == 1:
                chars[at] = ""
            elif kind == 2:
                chars[at] += self.one([" ", "  ", "\t", "\n", "\u00a0", "\u2003", "\u200b", "\u3000", " \n ", "\r\n", "\u001f"])
            elif kind == 3:
                chars[at] += self.one(list(".,;:!?'\"()[]-/’“”…%&*_+=<>"))
            elif kind == 4:
                chars[at] += chr(self.one([self.draw.randint(0xA1, 0x24F), self.draw.randint(0x370, 0x5FF), self.draw.randint(0x2010, 0x27BF),
                                           self.draw.randint(0x3040, 0x30FF), self.draw.randint(0x4E00, 0x9FFF), self.draw.randint(0x1F300, 0x1F64F)]))
            elif kind == 5:
                chars[at] += " " + self.one(WORD) + " "
            elif kind == 6:
                chars[at] += self.one(LINK)
            else:
                chars[at] = chars[at].upper() * self.draw.randint(1, 5)
        text = "".join(chars)
        return self.one([text, text, text, text.upper(), text.lower(), text.replace(" ", ""), text.replace(". ", ".")])

    def paragraph(self):
        text = self.one([" ", " ", " ", " ", "  ", "\n"]).join(self.sentence() for _ in range(self.one([1, 1, 2, 2, 3, 4])))
        if self.draw.random() < 0.33:
            text = self.disturbed(text)
        return text.replace("\0", "").strip() or "Nothing."


def rows(doc):
    """Text, tag, part of speech, features, lemma, distance of the head, label, sentence mark, entity."""
    for token in doc:
        entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
        mark = "S" if token.is_sent_start else "-"
        yield "\t".join([token.text, token.tag_, token.pos_, str(token.morph), token.lemma_, str(token.head.i - token.i), token.dep_, mark, entity])


def fnv(text):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def word_index(nlp):
    """Common words that the model's own list holds, by part of speech."""
    table = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    common = {line.split(",")[0] for line in open(COMMON, encoding="utf-8") if line[0] != "#"}
    return {kind: sorted(common & set(table[kind])) for kind in ("noun", "verb", "adj", "adv")}


def main():
    nlp = spacy.load(sys.argv[1])
    writer = Writer(word_index(nlp))
    texts = [writer.paragraph() for _ in range(PARAGRAPHS)]
    with open(HERE / "texts.txt.gz", "wb") as out:
        out.write(gzip.compress("".join(text + "\0" for text in texts).encode(), 9, mtime=0))
    with open(HERE / "expected.csv", "w", encoding="utf-8", newline="\n") as out, open(HERE / "rows.tsv", "w", encoding="utf-8", newline="\n") as shown:
        out.write("# What spaCy 3.8 with en_core_web_sm 3.8.0 finds in each paragraph of texts.txt.gz; written by make.py.\n# Licence: MIT OR Apache-2.0, written for onrecord. Columns: tokens, FNV-1a of the rows.\ntokens,hash\n")
        for number, doc in enumerate(nlp.pipe(texts)):
            lines = list(rows(doc))
            out.write(f"{len(lines)},{fnv(chr(10).join(lines))}\n")
            if number < SHOWN:
                shown.write("\n".join(line.replace("\n", "\\n") for line in lines) + "\n\n")


main()
