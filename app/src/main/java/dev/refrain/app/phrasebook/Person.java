package dev.refrain.app.phrasebook;

import dev.refrain.app.phrasebook.Lexicon.Gender;

/// A pronoun in its forms. `you` is one friend, and whoever speaks is a man: English does not say,
/// and a sentence should have one translation.
enum Person {
  I("i", "me", "my", "je", "me", "mon ma mes", 0),
  YOU("you", "you", "your", "tu", "te", "ton ta tes", 1),
  HE("he", "him", "his", "il", "le", "son sa ses", 2),
  SHE("she", "her", "her", "elle", "la", "son sa ses", 2),
  WE("we", "us", "our", "nous", "nous", "notre notre nos", 3),
  THEY("they", "them", "their", "ils", "les", "leur leur leurs", 4);

  /// The French verb forms of what is not a pronoun: `il` and `ils`.
  static final int ONE = 2;

  static final int MANY = 4;

  private final String english;
  private final String englishObject;
  private final String englishPossessive;
  private final String french;
  private final String frenchObject;
  private final String frenchPossessives;
  private final int form;

  Person(
      String english,
      String englishObject,
      String englishPossessive,
      String french,
      String frenchObject,
      String frenchPossessives,
      int form) {
    this.english = english;
    this.englishObject = englishObject;
    this.englishPossessive = englishPossessive;
    this.french = french;
    this.frenchObject = frenchObject;
    this.frenchPossessives = frenchPossessives;
    this.form = form;
  }

  Phrase subject() {
    return Phrase.small(english, french);
  }

  Phrase object() {
    return Phrase.small(englishObject, frenchObject);
  }

  Phrase possessive(Gender gender, boolean plural) {
    String[] forms = frenchPossessives.split(" ");
    return Phrase.small(englishPossessive, plural ? forms[2] : gender.form(forms[0], forms[1]));
  }

  /// The position of the French verb form in a list of je, tu, il, nous, ils.
  int form() {
    return form;
  }

  boolean plural() {
    return form > ONE;
  }

  Gender gender() {
    return this == SHE ? Gender.FEMININE : Gender.MASCULINE;
  }

  /// Whether this can be the object of what `other` does: nobody sees a part of himself.
  boolean mayFace(Person other) {
    return switch (this) {
      case I, WE -> other != I && other != WE;
      case YOU -> other != YOU;
      case HE, SHE, THEY -> true;
    };
  }
}
