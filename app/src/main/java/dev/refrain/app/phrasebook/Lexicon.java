package dev.refrain.app.phrasebook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of the phrase book, from `lexicon.yaml`, which says what each field means.
record Lexicon(
    List<Noun> nouns,
    List<Adjective> adjectives,
    List<Term> feelings,
    List<Verb> verbs,
    List<Location> locations,
    List<Term> numbers,
    List<Term> frequencies,
    List<Term> times) {

  private static final String FILE = "lexicon.yaml";

  /// Reads the lexicon that the application ships.
  static Lexicon read() {
    try (InputStream file = Lexicon.class.getResourceAsStream(FILE)) {
      return YAMLMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build()
          .readValue(file, Lexicon.class);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /// A word that has one form in each language.
  record Term(String en, String fr) {}

  /// The grammatical gender of a French noun.
  enum Gender {
    MASCULINE,
    FEMININE;

    @JsonCreator
    static Gender named(String letter) {
      return switch (letter.toLowerCase(Locale.ROOT)) {
        case "m" -> MASCULINE;
        case "f" -> FEMININE;
        default ->
            throw new IllegalArgumentException("gender '%s' is not m or f".formatted(letter));
      };
    }

    String form(String masculine, String feminine) {
      return switch (this) {
        case MASCULINE -> masculine;
        case FEMININE -> feminine;
      };
    }
  }

  /// @param en one, many
  /// @param fr one, many
  record Noun(List<String> en, List<String> fr, Gender gender, Set<String> tags) {
    boolean countable() {
      return en.size() > 1;
    }

    String english(boolean plural) {
      return en.get(plural ? 1 : 0);
    }

    String french(boolean plural) {
      return fr.get(plural ? 1 : 0);
    }

    boolean any(Set<String> wanted) {
      return !Collections.disjoint(tags, wanted);
    }
  }

  /// @param sort what it tells: nothing has two adjectives of one sort
  /// @param fr masculine, feminine, masculine plural, feminine plural
  /// @param vowel the masculine before a vowel, null if it is no other
  /// @param before whether it stands before its noun in French too
  /// @param state whether it comes and goes
  /// @param of the tags of nouns it stands beside
  /// @param is the tags of nouns it is said of
  record Adjective(
      String en,
      String sort,
      List<String> fr,
      String vowel,
      boolean before,
      boolean state,
      Set<String> of,
      Set<String> is) {
    Adjective {
      of = of == null ? Set.of() : of;
      is = is == null ? Set.of() : is;
    }

    String french(Gender gender, boolean plural) {
      return plural ? gender.form(fr.get(2), fr.get(3)) : gender.form(fr.get(0), fr.get(1));
    }

    /// The form that stands directly before `noun`.
    String frenchBefore(String noun, Gender gender, boolean plural) {
      boolean special = vowel != null && gender == Gender.MASCULINE && !plural;
      return special && French.startsWithVowel(noun) ? vowel : french(gender, plural);
    }
  }

  /// Whether an object is "the cat" or "a cat".
  enum Definiteness {
    EITHER,
    DEFINITE,
    INDEFINITE
  }

  /// @param en the plain form, and that of the third person singular
  /// @param fr the forms of je, tu, il, nous, ils
  /// @param by the tags of what does it
  /// @param to the tags of what it is done to; empty if to nothing
  /// @param object what kind of object it takes
  /// @param pronoun whether it takes a pronoun as its object
  /// @param habit whether it is done often or always
  /// @param motion whether one moves about when one does it
  record Verb(
      List<String> en,
      List<String> fr,
      Set<String> by,
      Set<String> to,
      Definiteness object,
      boolean pronoun,
      boolean habit,
      boolean motion) {
    Verb {
      to = to == null ? Set.of() : to;
      object = object == null ? Definiteness.EITHER : object;
    }
  }

  /// @param of the tags of what is there
  /// @param place the tags of the nouns that name such a place
  /// @param rest whether one does not move about there
  record Location(String en, String fr, Set<String> of, Set<String> place, boolean rest) {
    boolean suits(Verb verb) {
      return !(rest && verb.motion());
    }
  }
}
