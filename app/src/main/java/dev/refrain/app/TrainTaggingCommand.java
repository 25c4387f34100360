package dev.refrain.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Learns to tag words from tagged sentences.
@Command(
    name = "tagging",
    description = {
      "Trains a tagger on tagged sentences: words and their characters, recurrent layers, CRF.",
      "It finds entities such as names, or says of each word what part of speech it is."
    },
    customSynopsis = {
      "refrain train tagging --train FILE --out DIR [options]",
      "refrain train tagging --resume --out DIR [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train tagging --train train.conll --validation dev.conll --test test.conll \\",
      "      --epochs 20 --out names",
      "  refrain train tagging --train train.conll --vectors glove.6B.100d.txt --out names",
      "  refrain train tagging --train en-ud-train.conllu --word-column 2 --tag-column 4 --out pos",
      "  refrain train tagging --resume --out names --epochs 40",
      "",
      "Ctrl-C saves and says how to go on. A configuration file has the keys that --print-config",
      "shows; options on the command line win over it."
    })
final class TrainTaggingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, order = 1, heading = "%nThe sentences%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private TaggedFileOptions fileOptions;

  @ArgGroup(validate = false, order = 2, heading = "%nThe model%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private TaggingModelOptions modelOptions;

  @ArgGroup(validate = false, order = 3, heading = "%nIts recurrent layers%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RecurrentOptions recurrentOptions;

  @ArgGroup(validate = false, order = 4, heading = "%nLearning%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LearningOptions learningOptions;

  @ArgGroup(validate = false, order = 5, heading = "%nRegularization%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RegularizationOptions regularizationOptions;

  @ArgGroup(validate = false, order = 6, heading = "%nThe run%n")
  private final TaggingRunOptions run = new TaggingRunOptions();

  @Override
  public Integer call() throws IOException {
    return new TrainingCommand<>(new TrainableTagging(), spec.commandLine().getParseResult(), run)
        .call();
  }
}
