package dev.refrain.examples;

import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the text that `refrain quickstart` learns: small stories of the sea, from a grammar of
/// our own. With a path it writes them there; without, it holds the text that the application ships
/// against what the grammar gives.
///
/// An alternative does not come again before all others of its rule have come, so the text is
/// varied and every word has its share.
public final class SeaStories {
  private static final String GRAMMAR = "sea-stories.grammar";
  private static final String SHIPPED = "app/src/main/resources/dev/refrain/app/quickstart.txt";
  private static final long SEED = 1851; // the year of Moby Dick
  private static final int CHARACTERS = 160_000;
  private static final int WIDTH = 76;
  private static final Pattern REFERENCE = Pattern.compile("\\{(\\^|a )?(@?[a-z]+)}");

  /// A sentence that is said does not end where its speaker is named.
  private static final Pattern SPEECH = Pattern.compile("\\.\"( said )");

  private final Map<String, List<String>> rules;
  private final Map<String, List<String>> remaining = new HashMap<>();
  private final Map<String, String> chosen = new HashMap<>();
  private final Rng rng;

  private SeaStories(Map<String, List<String>> rules, Rng rng) {
    this.rules = rules;
    this.rng = rng;
  }

  public static void main(String[] args) throws IOException {
    String text = new SeaStories(grammar(), Rng.seeded(SEED)).book();
    if (args.length > 0) {
      Files.writeString(Path.of(args[0]), text);
      return;
    }
    Path shipped = root().resolve(SHIPPED);
    if (!Files.readString(shipped).equals(text)) {
      throw new IllegalStateException(
          shipped + " is not what the grammar gives; write it anew with this program");
    }
    System.out.println(text.substring(0, text.indexOf("\n\n\n")));
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static Map<String, List<String>> grammar() throws IOException {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    List<String> alternatives = List.of();
    try (InputStream in = SeaStories.class.getResourceAsStream(GRAMMAR)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("  ")) {
          alternatives.add(line.substring(2).replace("\\n", "\n"));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          alternatives = new ArrayList<>();
          rules.put(line, alternatives);
        }
      }
    }
    return rules;
  }

  private String book() {
    StringBuilder book = new StringBuilder();
    while (book.length() < CHARACTERS) {
      chosen.clear();
      book.append(wrapped(SPEECH.matcher(expand("book")).replaceAll(",\"$1"))).append("\n\n\n");
    }
    return book.toString().strip() + "\n";
  }

  private String expand(String rule) {
    if (rule.startsWith("@")) {
      String before = chosen.get(rule);
      if (before == null) {
        before = replaceReferences(pick(rule));
        chosen.put(rule, before);
      }
      return before;
    }
    return replaceReferences(pick(rule));
  }

  private String replaceReferences(String alternative) {
    StringBuilder text = new StringBuilder();
    Matcher reference = REFERENCE.matcher(alternative);
    while (reference.find()) {
      String form = reference.group(1) == null ? "" : reference.group(1);
      String inserted = expand(reference.group(2));
      String formed =
          switch (form) {
            case "^" -> inserted.substring(0, 1).toUpperCase(Locale.ROOT) + inserted.substring(1);
            case "a " -> (inserted.matches("[aeiou].*") ? "an " : "a ") + inserted;
            default -> inserted;
          };
      reference.appendReplacement(text, Matcher.quoteReplacement(formed));
    }
    return reference.appendTail(text).toString();
  }

  private String pick(String rule) {
    List<String> left = remaining.computeIfAbsent(rule, r -> new ArrayList<>());
    if (left.isEmpty()) {
      if (!rules.containsKey(rule)) {
        throw new IllegalStateException("the grammar has no rule " + rule);
      }
      left.addAll(rules.get(rule));
    }
    return left.remove(rng.nextInt(left.size()));
  }

  /// Breaks lines that are too long at a space; those of a song keep their indentation.
  private static String wrapped(String text) {
    StringBuilder wrapped = new StringBuilder();
    for (String line : text.split("\n")) {
      String words = line.strip();
      wrapped.append(line, 0, line.indexOf(words));
      int column = 0;
      for (String word : words.split(" ")) {
        if (column > 0 && column + 1 + word.length() > WIDTH) {
          wrapped.append('\n');
          column = 0;
        } else if (column > 0) {
          wrapped.append(' ');
          column++;
        }
        wrapped.append(word);
        column += word.length();
      }
      wrapped.append('\n');
    }
    return wrapped.toString().strip();
  }
}
