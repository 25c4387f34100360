"""Writes what sacreBLEU makes of small corpora, for Refrain's tests of its own scores.

    python3 -m venv /tmp/sacrebleu && /tmp/sacrebleu/bin/pip install sacrebleu==2.6.0
    /tmp/sacrebleu/bin/python bench/golden/sacrebleu_golden.py \
        > core/src/test/resources/dev/refrain/task/translation/golden/sacrebleu.json
"""

import json
import random

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

SENTENCES = [
    "The black cat sleeps on the red chair.",
    "She's reading a book; he isn't.",
    "The bill came to $1,000.50, not 1.000,50 euros!",
    "\"Where are you going?\" asked the old man.",
    "A well-known, state-of-the-art, 3-year-old machine - still running.",
    "Tom & Mary's house (the big one) is for sale: 250,000 EUR.",
    "It was -5.5 degrees at 7:30 a.m., and 10% colder than in 1999-2000.",
    "Visit http://example.org/a_b?c=d&e=f#g or write to me@example.org.",
    "L'été dernier, nous n'avons pas vu la mer.",
    "Où est-ce que tu l'as mis, là-bas ?",
    "« Il fait froid », dit-elle… « très froid ! »",
    "Die Straße ist naß; die Äpfel sind süß.",
    "Ein Mann mit einem orangefarbenen Hut starrt etwas an.",
    "Two dogs play in the snow, one of them is brown.",
    "I am not tired, but you are.",
    "We don't have any milk left, do we?",
    "He said 'yes', then 'no', and then nothing.",
    "x = {a: [1, 2], b: ~3} | y^2 <= 4 * z + 1;",
    "AT&T costs 5.5$/month.",
    "The U.S. economy grew 3.2% in Q1.",
    "Well... I don't know.",
    "Are you sure?!",
    "The children, who were playing outside, came in when it began to rain.",
    "There is a girl with a red bag standing at the bus stop.",
]

UNICODE = [
    "Ελλάδα: ο Οδυσσεύς ΚΑΙ Ο ΑΧΙΛΛΕΥΣ, μαζί.",
    "İstanbul'da 3,5 milyon kişi — IĞDIR.",
    "日本語の文章です。東京は、大きい!",
    "Привет, мир! Как дела?",
    "Non\u00a0breaking\u00a0space, thin\u2009space,\u3000wide space.",
    "Emoji 😀👍🏽 and a family 👨‍👩‍👧, ok?",
    "e\u0301 is not é; nai\u0308ve is not naïve.",
    "Line\u2028separator\u0085next\u001funit\u200bzero-width.",
    "“Curly” ‘quotes’ – and — dashes… §5.3",
    "٣٫٥ and ३.५, not 3.5. ½-time 5²-3²",
]

ENTITIES = [
    "He said &quot;no&quot; &amp; left &lt;now&gt;.",
    "5 &lt; 6 &amp;&amp; 7 &gt; 6",
    "&amp;quot; is not &amp;lt; &nbsp; &#39; &copy;",
    "<skipped> word <skipped>word <b>bold</b>",
    "R&D costs 3&4; Q&A",
]

PIECES = (
    list("abcXYZ 019.,-'\"!?()[]{}<>&;:/\\|@#$%^*_+=~` \t")
    + ["é", "ß", "—", "…", "\u00a0", "\u3000", "😀", "&amp;", "&lt;", "&quot;", "<skipped>", "-\n", "\n"]
    + ["1,000.50", "3-4", "a-b", "U.S.", "..", ",,", "--", ". ", " ,", "5.", ".5", "5-", "-5"]
)


def perturbed(sentence, rng):
    """A translation with faults."""
    words = sentence.split(" ")
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(words))
        kind = rng.randrange(7)
        if kind == 0 and len(words) > 1:
            del words[at]
        elif kind == 1:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif kind == 2:
            words.insert(at, words[at])
        elif kind == 3:
            words[at] = rng.choice(["the", "of", "1,000", "it's", "well-known", "."])
        elif kind == 4:
            words[at] = words[at].swapcase()
        elif kind == 5:
            words[at] = words[at].rstrip(".,!?;:") + rng.choice(["", ".", ",", " !", "?"])
        else:
            words = words[: at + 1]
    return " ".join(words)


def corpora():
    rng = random.Random(20261)
    faulty = lambda sentences: [perturbed(s, rng) for s in sentences]
    half = lambda sentences: [" ".join(s.split(" ")[: len(s.split(" ")) // 2]) for s in sentences]
    fuzz = lambda n: ["".join(rng.choices(PIECES, k=rng.randrange(1, 30))) for _ in range(n)]
    everything = SENTENCES + UNICODE + ENTITIES
    hypotheses = faulty(everything)
    hypotheses[3] = hypotheses[17] = ""
    fuzzy = fuzz(60)
    yield "one reference", hypotheses, [everything]
    yield "two references", faulty(everything), [everything, faulty(everything)]
    yield "three references", faulty(faulty(SENTENCES)), [SENTENCES, faulty(SENTENCES), half(SENTENCES)]
    yield "perfect", SENTENCES, [SENTENCES]
    yield "too short", half(SENTENCES), [SENTENCES]
    yield "too long", [s + " " + s for s in SENTENCES], [SENTENCES]
    yield "unicode", faulty(UNICODE), [UNICODE]
    yield "entities", faulty(ENTITIES), [ENTITIES]
    yield "fuzz", [perturbed(s, rng) for s in fuzzy], [fuzzy]
    yield "nothing translated", [""] * 3, [SENTENCES[:3]]
    yield "nothing matches", ["qqq www", "zzz"], [SENTENCES[:2]]
    yield "single tokens match", ["chair cat The", "book a"], [SENTENCES[:2]]
    yield "no four in a row", ["a b c x y", "c d e y"], [["a b c d e f", "b c d e f g"]]
    yield "single words", ["yes", "no", "maybe"], [["yes", "no", "perhaps"]]
    yield "two words", ["yes sir", "no sir"], [["yes sir", "no madam"]]
    yield "empty reference", ["something here now ok", "the black cat sleeps"], [["", "the black cat sleeps"]]
    yield "halves are rounded to even", [" ".join("abcdefghijklmnop")], [["a z z z z z z z z z z z z z z z"]]
    yield "closest of equally close", ["a b c d"], [["a b c d e"], ["a b c"]]
    yield "equally good", ["qqq", "the cat"], [["aaaaaaa", "a cat"], ["bb", "the hat"]]
    yield "white space around", ["  the black cat \t", "sleeps\u00a0"], [["the black cat", " sleeps"]]


def bleu(hypotheses, references):
    for tokens in ["13a", "none"]:
        for lower_case in [False, True]:
            metric = BLEU(tokenize=tokens, lowercase=lower_case)
            score = metric.corpus_score(hypotheses, references)
            yield {
                "tokens": tokens,
                "lowerCase": lower_case,
                "score": score.score,
                "precisions": score.precisions,
                "brevityPenalty": score.bp,
                "hypothesisLength": score.sys_len,
                "referenceLength": score.ref_len,
                "line": score.format(),
                "signature": str(metric.get_signature()),
            }


def chrf(hypotheses, references):
    for word_order in [0, 2]:
        for lower_case in [False, True]:
            metric = CHRF(word_order=word_order, lowercase=lower_case)
            score = metric.corpus_score(hypotheses, references)
            yield {
                "wordOrder": word_order,
                "lowerCase": lower_case,
                "score": score.score,
                "line": score.format(),
                "signature": str(metric.get_signature()),
            }


def main():
    rng = random.Random(7)
    tokenizer = Tokenizer13a()
    lines = SENTENCES + UNICODE + ENTITIES
    lines += ["".join(rng.choices(PIECES, k=rng.randrange(1, 16))) for _ in range(300)]
    golden = {
        "version": sacrebleu.__version__,
        "tokens": [{"line": l, "tokens": tokenizer(l.rstrip())} for l in lines],
        "corpora": [
            {
                "name": name,
                "hypotheses": hypotheses,
                "references": references,
                "bleu": list(bleu(hypotheses, references)),
                "chrf": list(chrf(hypotheses, references)),
            }
            for name, hypotheses, references in corpora()
        ],
    }
    print(json.dumps(golden, indent=1))


main()
