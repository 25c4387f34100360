package dev.refrain.app.phrasebook;

import dev.refrain.app.phrasebook.Lexicon.Gender;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// Who or what a sentence says something of, with all that must agree with it.
///
/// @param pronoun the pronoun that it is, if it is one
/// @param form the French verb form, see [Person#form]
/// @param tags what may be said of it
record Subject(
    Phrase phrase,
    Optional<Person> pronoun,
    Gender gender,
    boolean plural,
    int form,
    Set<String> tags) {

  static Subject of(Person person) {
    return new Subject(
        person.subject(),
        Optional.of(person),
        person.gender(),
        person.plural(),
        person.form(),
        Set.of("person", "adult"));
  }

  static Subject of(Lexicon.Noun noun, boolean plural, Phrase phrase) {
    return new Subject(
        phrase,
        Optional.empty(),
        noun.gender(),
        plural,
        plural ? Person.MANY : Person.ONE,
        noun.tags());
  }

  /// Whether English gives the verb its `s`.
  boolean third() {
    return !plural && form == Person.ONE;
  }

  boolean any(Set<String> wanted) {
    return !Collections.disjoint(tags, wanted);
  }

  String be() {
    if (third()) {
      return "is";
    }
    return pronoun.equals(Optional.of(Person.I)) ? "am" : "are";
  }
}
