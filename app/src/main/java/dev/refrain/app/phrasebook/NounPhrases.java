package dev.refrain.app.phrasebook;

import dev.refrain.app.phrasebook.Lexicon.Adjective;
import dev.refrain.app.phrasebook.Lexicon.Noun;
import dev.refrain.app.phrasebook.Lexicon.Term;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Draws what a sentence speaks of: "the little cat", "my three brothers", "the doctor's hat".
final class NounPhrases {
  /// How many of the lexicon's numbers count one's sisters: two and three.
  private static final int MOST_KIN = 2;

  private static final List<Person> OWNERS = List.of(Person.values());

  private final Lexicon lexicon;
  private final Draw draw;
  private final Set<Noun> used = new HashSet<>();
  private final Set<String> said = new HashSet<>();
  private int meanings;

  NounPhrases(Lexicon lexicon, Draw draw) {
    this.lexicon = lexicon;
    this.draw = draw;
  }

  /// A noun that the sentence does not have yet.
  Noun draw(Predicate<Noun> fits) {
    Noun noun = draw.one(lexicon.nouns(), n -> !used.contains(n) && fits.test(n));
    used.add(noun);
    return noun;
  }

  /// An adjective of which the sentence says that it holds: no noun has another of its sort.
  Adjective say(Predicate<Adjective> fits) {
    Adjective adjective = draw.one(lexicon.adjectives(), fits);
    said.add(adjective.sort());
    return adjective;
  }

  /// One word of content with a meaning of its own.
  Phrase content(String english, String french) {
    return Phrase.content(english, french, ++meanings);
  }

  Phrase content(Term term) {
    return content(term.en(), term.fr());
  }

  /// Something known: "the black cat", "this cat", "my two cats", "my brother's cat".
  Phrase definite(Noun noun, boolean plural) {
    if (noun.tags().contains("kin")) {
      return kin(noun, plural);
    }
    boolean owned = noun.tags().contains("owned");
    if (owned && draw.chance(0.1)) {
      return genitive(noun, plural);
    }
    Phrase determiner = the(noun, plural);
    if (draw.chance(0.15)) {
      determiner =
          Phrase.small(
              plural ? "these" : "this", plural ? "ces" : noun.gender().form("ce", "cette"));
    } else if (owned && draw.chance(0.35)) {
      determiner = draw.one(OWNERS).possessive(noun.gender(), plural);
    }
    Phrase number = number(plural, lexicon.numbers().size());
    return Phrase.of(determiner, number, described(noun, plural));
  }

  /// "my little brother", "her two aunts".
  private Phrase kin(Noun noun, boolean plural) {
    Phrase determiner = draw.one(OWNERS).possessive(noun.gender(), plural);
    return Phrase.of(determiner, number(plural, MOST_KIN), described(noun, plural));
  }

  /// "my brother's black cat", "le chat noir de mon frère".
  private Phrase genitive(Noun noun, boolean plural) {
    Noun owner = draw(n -> n.any(Set.of("kin", "adult")));
    Phrase determiner =
        owner.tags().contains("kin")
            ? draw.one(OWNERS).possessive(owner.gender(), false)
            : the(owner, false);
    Phrase name = content(owner.english(false) + "'s", owner.french(false));
    Phrase thing = described(noun, plural);
    return new Phrase(
        Phrase.english(determiner, name, thing),
        Phrase.french(the(noun, plural), thing, Phrase.small("", "de"), determiner, name));
  }

  /// "the cat", "the two cats", and of places also "our garden".
  Phrase place(Noun noun) {
    boolean owned = noun.tags().contains("owned") && draw.chance(0.3);
    Phrase determiner =
        owned ? draw.one(OWNERS).possessive(noun.gender(), false) : the(noun, false);
    return Phrase.of(determiner, bare(noun, false));
  }

  /// Something new: "a black cat", "three black cats".
  Phrase indefinite(Noun noun, boolean plural) {
    Phrase determiner =
        plural
            ? content(draw.one(lexicon.numbers()))
            : Phrase.small("a", noun.gender().form("un", "une"));
    return Phrase.of(determiner, described(noun, plural));
  }

  /// What there is not: "a black cat", "de chat noir".
  Phrase missing(Noun noun) {
    return Phrase.of(Phrase.small("a", "de"), described(noun, false));
  }

  static Phrase the(Noun noun, boolean plural) {
    return Phrase.small("the", plural ? "les" : noun.gender().form("le", "la"));
  }

  /// @param known how many of the lexicon's numbers may come
  private Phrase number(boolean plural, int known) {
    return plural && draw.chance(0.2)
        ? content(draw.one(lexicon.numbers().subList(0, known)))
        : Phrase.EMPTY;
  }

  Phrase bare(Noun noun, boolean plural) {
    return content(noun.english(plural), noun.french(plural));
  }

  /// A noun with up to two adjectives: "little black cat", "petit chat noir".
  private Phrase described(Noun noun, boolean plural) {
    Phrase name = bare(noun, plural);
    boolean first = draw.chance(0.2);
    boolean second = draw.chance(first ? 0.1 : 0.2);
    Phrase before = first ? adjective(noun, plural, true) : Phrase.EMPTY;
    Phrase after = second ? adjective(noun, plural, false) : Phrase.EMPTY;
    return new Phrase(Phrase.english(before, after, name), Phrase.french(before, name, after));
  }

  private Phrase adjective(Noun noun, boolean plural, boolean before) {
    Predicate<Adjective> fits =
        a -> a.before() == before && noun.any(a.of()) && !said.contains(a.sort());
    if (lexicon.adjectives().stream().noneMatch(fits)) {
      return Phrase.EMPTY;
    }
    Adjective adjective = draw.one(lexicon.adjectives(), fits);
    String french =
        before
            ? adjective.frenchBefore(noun.french(plural), noun.gender(), plural)
            : adjective.french(noun.gender(), plural);
    return content(adjective.en(), french);
  }
}
