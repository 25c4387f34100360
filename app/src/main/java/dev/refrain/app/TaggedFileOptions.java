package dev.refrain.app;

import picocli.CommandLine.Option;

/// Where tagged sentences lie and how they are read: options of `train tagging`. Only picocli writes
/// the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class TaggedFileOptions {
  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "Tagged sentences in UTF-8: a word and its tag a line, an empty line behind each"
              + " sentence.")
  @Sets("data")
  private String train;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description = "Sentences to hold out, in a file of their own. Else see --validation-part.")
  @Sets("validation")
  private String validation;

  @Option(
      names = "--validation-part",
      paramLabel = "PART",
      description = "The part of the sentences that is held out. Default: 0.1.")
  @Sets("model.validation")
  private Double validationPart;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Sentences to measure the finished tagger by.")
  @Sets("test")
  private String test;

  @Option(
      names = "--word-column",
      paramLabel = "N",
      description = "The column of the words, from 1, or from the end: -1 is the last. Default: 1.")
  @Sets("model.columns.words")
  private Integer wordColumn;

  @Option(
      names = "--tag-column",
      paramLabel = "N",
      description = "The column of the tags. Default: -1.")
  @Sets("model.columns.tags")
  private Integer tagColumn;

  @Option(
      names = "--separator",
      paramLabel = "KIND",
      description = "What stands between columns: tab, blank or auto. Default: auto.")
  @Sets("model.columns.separator")
  private String separator;

  @Option(
      names = "--comment",
      paramLabel = "BEGINNING",
      description =
          "Leave out lines that begin with this. Default: lines before a sentence that begin with #"
              + " and have no tab.")
  @Sets("model.columns.comment")
  private String comment;

  @Option(
      names = "--scheme",
      paramLabel = "NAME",
      description =
          "How tags say where entities begin and end: iob1, iob2, iobes, or plain for tags that do"
              + " not. Default: found out.")
  @Sets("model.scheme")
  private String scheme;

  @Option(
      names = "--learn-scheme",
      paramLabel = "NAME",
      description = "The scheme that is learned; what is written stays as in the data.")
  @Sets("model.learnedScheme")
  private String learnScheme;

  @Option(
      names = "--repair",
      description =
          "Read tags that break their scheme as conlleval does, instead of refusing them.")
  @Sets("model.repair")
  private Boolean repair;

  @Option(
      names = "--unseen-tags",
      description =
          "Let --validation and --test have tags that --train does not have; they count as missed.")
  @Sets("model.unseenTags")
  private Boolean unseenTags;

  @Option(names = "--batch", paramLabel = "N", description = "Sentences side by side. Default: 16.")
  @Sets("model.batch")
  private Integer batch;
}
