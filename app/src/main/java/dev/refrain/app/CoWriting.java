package dev.refrain.app;

import dev.refrain.data.DataException;
import dev.refrain.decode.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writing together: the model proposes how the text may go on, the person picks a number or types,
/// again and again.
final class CoWriting {
  /// Who proposes.
  @FunctionalInterface
  interface Proposals {
    /// The likeliest continuations of a text, best first.
    ///
    /// @param wordComplete whether the word at its end is complete; else it may become another
    List<Suggestion> after(String text, boolean wordComplete);
  }

  /// What there is so far.
  private record Draft(String text, boolean wordComplete) {}

  private static final String HELP =
      """
      a number     takes that suggestion
      words        are added to the text, after a space (none before punctuation)
      wha*         lists the words that begin so
      +letters     are added without a space
       a line that begins with a space is added as it is: so a number can be text too
      :undo        takes the last addition back
      :save FILE   writes the text to a file
      :quit        ends (so does Ctrl-D)\
      """;

  private final Proposals model;
  private final LineSource lines;
  private final SuggestionView view;
  private final Deque<Draft> drafts = new ArrayDeque<>();
  private final Set<Path> saved = new HashSet<>();
  private Draft draft;

  /// @param start the text to begin with; its last word may be one begun only
  CoWriting(Proposals model, LineSource lines, SuggestionView view, String start) {
    this.model = model;
    this.lines = lines;
    this.view = view;
    this.draft = new Draft(start, false);
  }

  /// Goes on until the person ends it.
  ///
  /// @return the text that came of it
  String run() throws IOException {
    view.remark("Pick a number or type words; :undo, :save FILE, :quit, :help");
    List<Suggestion> suggestions = propose();
    while (true) {
      Optional<String> line = lines.next();
      if (line.isEmpty() || line.get().strip().equals(":quit")) {
        return draft.text();
      }
      if (follow(line.get(), suggestions)) {
        suggestions = proposeOrTakeBack(suggestions);
      }
    }
  }

  /// Takes an addition that the model cannot read back: the text so far must not be lost over it.
  private List<Suggestion> proposeOrTakeBack(List<Suggestion> before) {
    try {
      return propose();
    } catch (DataException e) {
      view.remark(Failures.sentence(e) + "; the text is left as it was.");
      draft = drafts.pop();
      return before;
    }
  }

  private List<Suggestion> propose() {
    List<Suggestion> suggestions = model.after(draft.text(), draft.wordComplete());
    view.show(draft.text(), suggestions);
    return suggestions;
  }

  /// @return whether the text has changed
  private boolean follow(String line, List<Suggestion> suggestions) throws IOException {
    if (line.startsWith(" ")) {
      return add(line, true);
    }
    if (line.isEmpty()) {
      return false;
    }
    if (line.startsWith(":") && line.length() > 1) {
      return command(line.strip());
    }
    if (line.matches("\\d{1,9}")) {
      int number = Integer.parseInt(line);
      if (number < 1 || number > suggestions.size()) {
        view.remark(
            "There is no suggestion %d; pick 1 to %d, or begin the line with a space to write it."
                .formatted(number, suggestions.size()));
        return false;
      }
      return add(suggestions.get(number - 1).continuation(), true);
    }
    if (line.startsWith("+") && line.length() > 1) {
      return add(line.substring(1), true);
    }
    boolean begun = line.length() > 1 && line.endsWith("*");
    String words = begun ? line.substring(0, line.length() - 1) : line;
    return add(needsSpace(words) ? " " + words : words, !begun);
  }

  private boolean needsSpace(String line) {
    String text = draft.text();
    if (text.isEmpty() || Character.isWhitespace(text.codePointBefore(text.length()))) {
      return false;
    }
    return ".,;:!?)]}'’”%".indexOf(line.codePointAt(0)) < 0;
  }

  private boolean add(String addition, boolean wordComplete) {
    drafts.push(draft);
    draft = new Draft(draft.text() + addition, wordComplete);
    return true;
  }

  private boolean command(String line) throws IOException {
    String[] words = line.split("\\s+", 2);
    switch (words[0]) {
      case ":undo" -> {
        if (drafts.isEmpty()) {
          view.remark("There is nothing to take back.");
          return false;
        }
        draft = drafts.pop();
        return true;
      }
      case ":save" -> save(words.length > 1 ? words[1] : "");
      case ":help" -> view.remark(HELP);
      default ->
          view.remark(
              "There is no command %s; there are :undo, :save FILE, :quit and :help."
                  .formatted(words[0]));
    }
    return false;
  }

  /// Writes the text, but never over a file that this session has not written itself.
  private void save(String name) {
    if (name.isEmpty()) {
      view.remark(":save needs a file's name.");
      return;
    }
    try {
      Path file = Path.of(name).toAbsolutePath().normalize();
      if (Files.exists(file) && !saved.contains(file)) {
        view.remark(name + " exists already; choose another name.");
        return;
      }
      String text = draft.text();
      Files.writeString(file, text.endsWith("\n") ? text : text + "\n", StandardCharsets.UTF_8);
      saved.add(file);
      view.remark("Saved to " + name + ".");
    } catch (NoSuchFileException e) {
      view.remark("There is no folder for " + name + ".");
    } catch (IOException | IllegalArgumentException e) {
      view.remark(name + " cannot be written: " + Failures.sentence(e) + ".");
    }
  }
}
