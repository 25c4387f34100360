package dev.refrain.app.phrasebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.app.phrasebook.PhrasePair.Link;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Reads the sentences of a large book word by word, as a reader does, and checks that whatever
/// belongs together agrees. It knows the forms from the lexicon, and the small words itself.
final class AgreementTest {
  private enum Kind {
    HE,
    SHE,
    HES,
    SHES
  }

  private static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
  private static final Set<Kind> ONE = EnumSet.of(Kind.HE, Kind.SHE);
  private static final Set<Kind> MANY = EnumSet.of(Kind.HES, Kind.SHES);

  private static final Map<String, Set<Kind>> DETERMINERS = new HashMap<>();

  static {
    put(EnumSet.of(Kind.HE), "le", "un", "ce", "cet", "du", "au");
    put(EnumSet.of(Kind.SHE), "la", "une", "cette", "ma", "ta", "sa");
    put(ONE, "l'", "mon", "ton", "son", "notre", "leur");
    put(MANY, "les", "ces", "mes", "tes", "ses", "nos", "leurs");
  }

  private static void put(Set<Kind> kinds, String... words) {
    for (String word : words) {
      DETERMINERS.put(word, kinds);
    }
  }

  private static final Set<String> OWN = Set.of("mon", "ton", "son");
  private static final List<String> SUBJECTS = List.of("je", "tu", "il", "nous", "ils");
  private static final List<String> BE = List.of("suis", "es", "est", "sommes", "sont");
  private static final List<String> HAVE = List.of("ai", "as", "a", "avons", "ont");

  private final Lexicon lexicon = Lexicon.read();

  /// A French word without its elision, and the English word it translates, if it is content.
  private record Token(String text, String source) {}

  private static List<Token> tokens(PhrasePair pair) {
    String[] english = pair.english().split(" ");
    Map<Integer, String> sources = new HashMap<>();
    for (Link link : pair.links()) {
      sources.put(link.french(), english[link.english()].replaceFirst("'s$", ""));
    }
    List<Token> tokens = new ArrayList<>();
    String[] french = pair.french().split(" ");
    for (int i = 0; i < french.length; i++) {
      String word = french[i];
      if (word.matches("[a-z]'.+")) {
        tokens.add(new Token(word.substring(0, 2), null));
        word = word.substring(2);
      }
      tokens.add(new Token(word, sources.get(i)));
    }
    return tokens;
  }

  @Test
  void everythingAgrees() {
    PhraseBook book = PhraseBook.write(10_000, Rng.seeded(41));
    book.training().forEach(this::check);
    book.heldOut().forEach(this::check);
  }

  @Test
  void faultsAreFound() {
    for (String[] wrong :
        new String[][] {
          {"the cat is black", "la chat est noir", "1:1 3:3"},
          {"the cat is black", "le chat est noire", "1:1 3:3"},
          {"the cat is black", "le chat sont noir", "1:1 3:3"},
          {"the black cats sleep", "les chats noir dorment", "1:2 2:1 3:3"},
          {"the cats sleep", "les chats dort", "1:1 2:2"},
          {"the cats sleeps", "les chats dorment", "1:1 2:2"},
          {"she is tired", "elle est fatigué", "2:2"},
          {"my aunt is tired", "mon tante est fatiguée", "1:1 3:3"},
          {"we are hungry", "nous ont faim", "2:2"},
        }) {
      List<Link> links = new ArrayList<>();
      for (String link : wrong[2].split(" ")) {
        links.add(new Link(link.charAt(0) - '0', link.charAt(2) - '0'));
      }
      var pair = new PhrasePair(wrong[0], wrong[1], links);
      assertThatThrownBy(() -> check(pair)).as(wrong[1]).isInstanceOf(AssertionError.class);
    }
  }

  private void check(PhrasePair pair) {
    List<Token> tokens = tokens(pair);
    Set<Kind> group = ANY;
    Set<Kind> subject = null; // known when its verb comes
    int form = -1;
    boolean open = false;
    boolean being = false;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Set<Kind> kinds = kinds(token);
      if (i == 0 && pronounForm(token.text()) >= 0) {
        form = pronounForm(token.text());
        subject = pronounKinds(token.text());
      } else if (token.source() == null && DETERMINERS.containsKey(token.text())) {
        if (subject == null && open) {
          subject = group; // "le chat du professeur": the first noun is the subject
        }
        group = DETERMINERS.get(token.text());
        if (i + 1 < tokens.size() && OWN.contains(token.text()) && !vowel(tokens.get(i + 1))) {
          group = EnumSet.of(Kind.HE); // "mon" is feminine only before a vowel
        }
        open = true;
      } else if (kinds != null) {
        if (!open && being && isAdjective(token)) {
          group = subject; // what is said of the subject
        }
        group = both(group, kinds);
        open = true;
        assertThat(group).as("%s at %s", pair, token.text()).isNotEmpty();
      } else {
        if (subject == null && open) {
          subject = group;
        }
        group = ANY;
        open = false;
        being |= token.source() == null && BE.contains(token.text());
      }
      if (form < 0 && subject != null) {
        form = MANY.containsAll(subject) ? 4 : 2;
      }
      checkVerb(pair, token, form);
    }
  }

  private static boolean vowel(Token token) {
    return "aâeéiouœh".indexOf(token.text().charAt(0)) >= 0;
  }

  private static Set<Kind> both(Set<Kind> a, Set<Kind> b) {
    Set<Kind> both = EnumSet.copyOf(a);
    both.retainAll(b);
    return both;
  }

  private static int pronounForm(String word) {
    return switch (word) {
      case "j'" -> 0;
      case "elle" -> 2;
      default -> SUBJECTS.indexOf(word);
    };
  }

  private static Set<Kind> pronounKinds(String word) {
    return switch (word) {
      case "elle" -> EnumSet.of(Kind.SHE);
      case "nous", "ils" -> EnumSet.of(Kind.HES);
      default -> EnumSet.of(Kind.HE);
    };
  }

  private boolean isAdjective(Token token) {
    return lexicon.adjectives().stream().anyMatch(a -> a.en().equals(token.source()));
  }

  /// What a noun, adjective or number may be, or null if the word is none.
  private Set<Kind> kinds(Token token) {
    if (token.source() == null) {
      return null;
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Lexicon.Noun noun : lexicon.nouns()) {
      for (int i = 0; i < noun.en().size(); i++) {
        if (noun.en().get(i).equals(token.source()) && noun.fr().get(i).equals(token.text())) {
          kinds.add(
              switch (noun.gender()) {
                case MASCULINE -> i == 0 ? Kind.HE : Kind.HES;
                case FEMININE -> i == 0 ? Kind.SHE : Kind.SHES;
              });
        }
      }
    }
    for (Lexicon.Adjective adjective : lexicon.adjectives()) {
      if (adjective.en().equals(token.source())) {
        if (token.text().equals(adjective.vowel())) {
          kinds.add(Kind.HE);
        }
        List<Kind> order = List.of(Kind.HE, Kind.SHE, Kind.HES, Kind.SHES);
        for (int i = 0; i < order.size(); i++) {
          if (adjective.fr().get(i).equals(token.text())) {
            kinds.add(order.get(i));
          }
        }
      }
    }
    if (lexicon.numbers().stream().anyMatch(number -> number.en().equals(token.source()))) {
      kinds.addAll(MANY);
    }
    return kinds.isEmpty() ? null : kinds;
  }

  private void checkVerb(PhrasePair pair, Token token, int form) {
    for (Lexicon.Verb verb : lexicon.verbs()) {
      if (verb.en().contains(token.source()) && kinds(token) == null) {
        assertThat(token.text()).as("%s", pair).isEqualTo(verb.fr().get(form));
        boolean supported = pair.english().matches(".* do(es)?( not|n't) .*");
        assertThat(token.source())
            .as("%s", pair)
            .isEqualTo(verb.en().get(form == 2 && !supported ? 1 : 0));
      }
    }
    if (token.source() == null && !pair.french().startsWith("il y a ")) {
      for (List<String> small : List.of(BE, HAVE)) {
        if (small.contains(token.text())) {
          assertThat(token.text()).as("%s", pair).isEqualTo(small.get(form));
        }
      }
    }
  }
}
