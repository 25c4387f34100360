package dev.refrain.app;

import dev.refrain.data.ColumnFile;
import dev.refrain.data.ColumnFormat;
import dev.refrain.data.TaggedSentence;
import dev.refrain.task.tagging.TagScheme;
import dev.refrain.task.tagging.TaggingModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures how well a tagger tags.
@Command(
    name = "tagging",
    description = {
      "Measures how well a tagger tags sentences: precision, recall and F1 of the entities as",
      "conlleval counts them, by type and for different texts, and the part of right tags."
    },
    customSynopsis = "refrain evaluate MODEL --data FILE [options]",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate names --data test.conll",
      "  refrain evaluate names --data test.conll --out tagged.conll --json",
      "",
      "The columns are those of the data that the model learned from, if nothing else is said."
    })
final class EvaluateTaggingCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Tagged sentences in UTF-8, as for train tagging.")
  private Path data;

  @Option(names = "--word-column", paramLabel = "N", description = "The column of the words.")
  private Integer wordColumn;

  @Option(names = "--tag-column", paramLabel = "N", description = "The column of the tags.")
  private Integer tagColumn;

  @Option(
      names = "--scheme",
      paramLabel = "NAME",
      description = "The scheme of the tags: iob1, iob2, iobes. Default: that of the model.")
  private String scheme;

  @Option(
      names = "--repair",
      description =
          "Read tags that break their scheme as conlleval does, instead of refusing them.")
  private boolean repair;

  @Option(
      names = "--unseen-tags",
      description = "Let there be tags that the model does not know; they count as missed.")
  private boolean unseenTags;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write words, right tags and tags that were found to this file, with tabs.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (data == null) {
      throw new WrongUsage("--data is missing: the tagged sentences to measure the model by");
    }
    TagScheme given = scheme == null ? null : TagScheme.named(scheme);
    TaggingModel tagger = TaggingModel.load(model.folder());
    ColumnFormat columns = tagger.config().columns();
    ColumnFile file =
        ColumnFile.read(
            data,
            columns.withColumns(
                wordColumn == null ? columns.words() : wordColumn,
                tagColumn == null ? columns.tags() : tagColumn));
    List<TaggedSentence> references = tagger.references(file, given, repair, unseenTags);
    var evaluation = new TaggingEvaluation(tagger, file.shortName(), references).measure();
    if (out != null) {
      Files.write(out, evaluation.columns(), StandardCharsets.UTF_8);
    }
    if (json) {
      JsonLines.print(evaluation.json());
    } else {
      evaluation.lines().forEach(System.out::println);
    }
    return ExitCode.DONE;
  }
}
