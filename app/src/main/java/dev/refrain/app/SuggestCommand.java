package dev.refrain.app;

import dev.refrain.decode.Suggestion;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageSession;
import dev.refrain.task.language.TextLevel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says how a text may go on.
@Command(
    name = "suggest",
    description = {
      "Lists the likeliest next words, with their probabilities.",
      "Without a prompt it is for writing together: pick a suggestion by its number or type words,"
          + " again and again."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain suggest moby --prompt \"Call me \"",
      "  refrain suggest moby --prompt \"The wha\"           (completes the word)",
      "  refrain suggest moby --prompt \"The wha\" --characters",
      "  refrain suggest moby                              (writing together)",
      "  printf '1\\nof the sea\\n2\\n' | refrain suggest moby --interactive --prompt \"The \""
    })
final class SuggestCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;
  @Mixin private Prompt prompt;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many suggestions. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--characters",
      description = "Of a model by character: single characters instead of words.")
  private boolean characters;

  @Option(
      names = {"-i", "--interactive"},
      description = "Write together, beginning with the prompt.")
  private boolean interactive;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new WrongUsage("--count is " + count + ", it must be 1 or more");
    }
    LanguageModel loaded = model.load();
    if (characters && loaded.config().level() == TextLevel.WORD) {
      throw new WrongUsage("--characters is for models by character, and this one is by word");
    }
    if (!interactive && (prompt.isGiven() || !Terminals.isInput())) {
      String text = prompt.text();
      view().show(json ? text : "", suggestions(loaded, text, false));
      return ExitCode.DONE;
    }
    if (prompt.isStandardInput()) {
      throw new WrongUsage(
          "--prompt - and --interactive both read standard input; give the prompt itself");
    }
    try (LineSource lines = LineSource.standardInput("> ")) {
      String text =
          new CoWriting(
                  (soFar, complete) -> suggestions(loaded, soFar, complete),
                  lines,
                  view(),
                  prompt.text())
              .run();
      if (!json) {
        System.out.println(text);
      }
    }
    return ExitCode.DONE;
  }

  private SuggestionView view() {
    return json ? SuggestionView.forMachines() : SuggestionView.forPeople();
  }

  /// @param wordComplete whether the word at the text's end is complete
  private List<Suggestion> suggestions(LanguageModel loaded, String text, boolean wordComplete) {
    LanguageSession session = loaded.openSession();
    session.push(text);
    if (characters || (wordComplete && loaded.config().level() == TextLevel.WORD)) {
      return session.likeliest(count); // tokens, which take the open word as complete
    }
    boolean spaceFollows =
        wordComplete
            && !text.isEmpty()
            && !Character.isWhitespace(text.codePointBefore(text.length()))
            && loaded.vocabulary().id(" ") >= 0;
    if (!spaceFollows) {
      return session.likeliestWords(count);
    }
    session.push(" ");
    return session.likeliestWords(count).stream()
        .map(s -> new Suggestion(s.text(), " " + s.continuation(), s.probability()))
        .toList();
  }
}
