package dev.refrain.app.phrasebook;

import dev.refrain.app.phrasebook.English.Manner;
import dev.refrain.app.phrasebook.Lexicon.Adjective;
import dev.refrain.app.phrasebook.Lexicon.Location;
import dev.refrain.app.phrasebook.Lexicon.Noun;
import dev.refrain.app.phrasebook.Lexicon.Term;
import dev.refrain.app.phrasebook.Lexicon.Verb;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The grammar: draws sentences in both languages at once, so that it is known which word translates
/// which.
final class Sentences {
  private static final List<String> BE = List.of("suis", "es", "est", "sommes", "sont");
  private static final List<String> HAVE = List.of("ai", "as", "a", "avons", "ont");
  private static final Set<String> ALIVE = Set.of("person", "animal");
  private static final String KIN = "kin";

  private final Lexicon lexicon;
  private final Draw draw;

  /// What the sentence at hand speaks of.
  private NounPhrases nouns;

  Sentences(Lexicon lexicon, Draw draw) {
    this.lexicon = lexicon;
    this.draw = draw;
  }

  /// The next sentence.
  PhrasePair next() {
    nouns = new NounPhrases(lexicon, draw);
    Phrase sentence =
        switch (draw.rng().nextInt(20)) {
          case 0, 1, 2, 3, 4 -> description();
          case 5, 6 -> feeling();
          case 7, 8 -> position();
          case 9 -> existence();
          case 10, 11, 12 -> intransitive();
          case 13, 14 -> transitiveWithPronoun();
          default -> transitive();
        };
    return PhrasePair.spelled(sentence, draw.one(List.of(Manner.values())));
  }

  /// "the cat is black", of a noun and an adjective that are given.
  PhrasePair description(String noun, String adjective) {
    nouns = new NounPhrases(lexicon, draw);
    Noun named = nouns.draw(n -> n.english(false).equals(noun));
    Adjective said = nouns.say(a -> a.en().equals(adjective));
    Phrase phrase = Phrase.of(NounPhrases.the(named, false), nouns.bare(named, false));
    Subject subject = Subject.of(named, false, phrase);
    Phrase sentence = Phrase.of(phrase, be(subject, BE, Modifiers.NONE), quality(said, subject));
    return PhrasePair.spelled(sentence, Manner.FULL);
  }

  /// "the cat is black", "she's often tired".
  private Phrase description() {
    if (draw.chance(0.35)) {
      Subject person = pronoun();
      return description(person, nouns.say(adjective -> person.any(adjective.is())));
    }
    Noun noun = nouns.draw(this::isDescribed);
    Adjective adjective = nouns.say(a -> noun.any(a.is()));
    return description(named(noun), adjective);
  }

  private Phrase description(Subject subject, Adjective adjective) {
    Modifiers modifiers = modifiers(adjective.state());
    return Phrase.of(
        subject.phrase(),
        be(subject, BE, modifiers),
        quality(adjective, subject),
        adjective.state() ? time(modifiers) : Phrase.EMPTY);
  }

  private Phrase quality(Adjective adjective, Subject subject) {
    return nouns.content(adjective.en(), adjective.french(subject.gender(), subject.plural()));
  }

  /// "the dog is hungry": "le chien a faim".
  private Phrase feeling() {
    Subject subject = draw.chance(0.5) ? pronoun() : named(noun -> noun.any(ALIVE));
    Term feeling = draw.one(lexicon.feelings());
    Modifiers modifiers = modifiers(true);
    return Phrase.of(
        subject.phrase(), be(subject, HAVE, modifiers), nouns.content(feeling), time(modifiers));
  }

  /// "the keys are on the table".
  private Phrase position() {
    Location location = draw.one(lexicon.locations());
    boolean people = location.of().contains("person");
    Subject subject =
        people && draw.chance(0.3) ? pronoun() : named(noun -> noun.any(location.of()));
    Modifiers modifiers = modifiers(false);
    return Phrase.of(
        subject.phrase(),
        be(subject, BE, modifiers),
        place(location),
        people ? time(modifiers) : Phrase.EMPTY);
  }

  /// "there are two black cats under the table".
  private Phrase existence() {
    Location location = draw.one(lexicon.locations());
    Noun noun = nouns.draw(n -> n.any(location.of()) && !n.tags().contains(KIN));
    boolean plural = noun.countable() && draw.chance(0.5);
    return Phrase.of(
        Phrase.small(plural ? "there are" : "there is", "il y a"),
        nouns.indefinite(noun, plural),
        place(location));
  }

  /// "we often work in the garden".
  private Phrase intransitive() {
    Verb verb = draw.one(lexicon.verbs(), v -> v.to().isEmpty());
    Subject subject = subject(verb);
    Modifiers modifiers = modifiers(true);
    Phrase action = action(subject, verb, modifiers, Phrase.EMPTY);
    Phrase place =
        draw.chance(0.6)
            ? place(draw.one(lexicon.locations(), l -> subject.any(l.of()) && l.suits(verb)))
            : Phrase.EMPTY;
    return Phrase.of(subject.phrase(), action, place, time(modifiers));
  }

  /// "i do not see the dog".
  private Phrase transitive() {
    Verb verb = draw.one(lexicon.verbs(), v -> !v.to().isEmpty());
    Subject subject = subject(verb);
    Modifiers modifiers = modifiers(verb.habit());
    boolean indefinite =
        switch (verb.object()) {
          case DEFINITE -> false;
          case INDEFINITE -> true;
          case EITHER -> draw.chance(0.4);
        };
    Phrase action = action(subject, verb, modifiers, Phrase.EMPTY);
    Noun noun = nouns.draw(n -> n.any(verb.to()) && (!indefinite || n.countable()));
    boolean plural = noun.countable() && draw.chance(0.35);
    Phrase object;
    if (!indefinite) {
      object = nouns.definite(noun, plural);
    } else if (modifiers.negative()) {
      object = nouns.missing(noun);
    } else {
      object = nouns.indefinite(noun, plural);
    }
    return Phrase.of(subject.phrase(), action, object);
  }

  /// "she sees us": "elle nous voit".
  private Phrase transitiveWithPronoun() {
    Verb verb = draw.one(lexicon.verbs(), Verb::pronoun);
    Subject subject = subject(verb);
    Modifiers modifiers = modifiers(verb.habit());
    Person object =
        draw.one(
            List.of(Person.values()),
            person -> subject.pronoun().map(person::mayFace).orElse(true));
    return Phrase.of(
        subject.phrase(),
        action(subject, verb, modifiers, object.object()),
        verb.habit() ? time(modifiers) : Phrase.EMPTY);
  }

  private Subject subject(Verb verb) {
    boolean people = verb.by().contains("person") || verb.by().contains("adult");
    return people && draw.chance(0.6) ? pronoun() : named(noun -> noun.any(verb.by()));
  }

  private Subject pronoun() {
    return Subject.of(draw.one(List.of(Person.values())));
  }

  private Subject named(Predicate<Noun> fits) {
    return named(nouns.draw(fits));
  }

  private Subject named(Noun noun) {
    boolean plural = noun.countable() && draw.chance(0.35);
    return Subject.of(noun, plural, nouns.definite(noun, plural));
  }

  private boolean isDescribed(Noun noun) {
    return lexicon.adjectives().stream().anyMatch(adjective -> noun.any(adjective.is()));
  }

  private Phrase place(Location location) {
    Noun noun = nouns.draw(n -> n.any(location.place()));
    return Phrase.of(Phrase.small(location.en(), location.fr()), nouns.place(noun));
  }

  private Phrase time(Modifiers modifiers) {
    return modifiers.adverb().equals(Phrase.EMPTY) && draw.chance(0.1)
        ? nouns.content(draw.one(lexicon.times()))
        : Phrase.EMPTY;
  }

  /// Negation and adverb, mostly none; `often`, `always` and `never` only of a habit.
  private Modifiers modifiers(boolean habit) {
    boolean never = habit && draw.chance(0.05);
    boolean not = !never && draw.chance(0.25);
    Phrase adverb = Phrase.EMPTY;
    if (never) {
      adverb = nouns.content("never", "jamais");
    } else if (habit && draw.chance(0.1)) {
      adverb = nouns.content(draw.one(lexicon.frequencies()));
    }
    return new Modifiers(
        never || not ? Phrase.small("", "ne") : Phrase.EMPTY,
        not ? Phrase.small("not", "pas") : Phrase.EMPTY,
        adverb);
  }

  /// @param french the forms of the verb that stands for "be"
  private Phrase be(Subject subject, List<String> french, Modifiers modifiers) {
    Phrase verb = Phrase.small(subject.be(), french.get(subject.form()));
    return new Phrase(
        Phrase.english(verb, modifiers.not(), modifiers.adverb()),
        Phrase.french(modifiers.ne(), verb, modifiers.not(), modifiers.adverb()));
  }

  /// @param object a pronoun, or nothing
  private Phrase action(Subject subject, Verb verb, Modifiers modifiers, Phrase object) {
    boolean supported = !modifiers.not().equals(Phrase.EMPTY);
    Phrase support = Phrase.small(subject.third() ? "does" : "do", "");
    Phrase content =
        nouns.content(
            verb.en().get(subject.third() && !supported ? 1 : 0), verb.fr().get(subject.form()));
    return new Phrase(
        Phrase.english(
            supported ? support : Phrase.EMPTY,
            modifiers.not(),
            modifiers.adverb(),
            content,
            object),
        Phrase.french(modifiers.ne(), object, content, modifiers.not(), modifiers.adverb()));
  }
}
