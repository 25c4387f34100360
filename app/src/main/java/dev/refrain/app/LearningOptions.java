package dev.refrain.app;

import picocli.CommandLine.Option;

/// How long and how fast the model learns: options of every `train`. Only picocli writes the
/// fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class LearningOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How many times to go through the data. Default: 10.")
  @Sets("epochs")
  private Integer epochs;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "sgd, momentum, nesterov, adagrad, rmsprop, adadelta, adam or adamw. Default: "
              + "adamw.")
  @Sets("optimizer.kind")
  private String optimizer;

  @Option(
      names = "--rate",
      paramLabel = "X",
      description =
          "Learning rate. Default: with adam and adamw 0.003 for language and tagging, else 0.001.")
  @Sets("optimizer.rate")
  private Double rate;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "Momentum, where the optimizer has one. Default: 0.9.")
  @Sets("optimizer.momentum")
  private Double momentum;

  @Option(
      names = "--beta1",
      paramLabel = "X",
      description = "Adam: smoothing of the first moment. Default: 0.9.")
  @Sets("optimizer.beta1")
  private Double beta1;

  @Option(
      names = "--beta2",
      paramLabel = "X",
      description = "Adam: smoothing of the second moment. Default: 0.999.")
  @Sets("optimizer.beta2")
  private Double beta2;

  @Option(
      names = "--smoothing",
      paramLabel = "X",
      description = "RMSProp and Adadelta: smoothing of the mean square.")
  @Sets("optimizer.smoothing")
  private Double smoothing;

  @Option(names = "--epsilon", paramLabel = "X", description = "What keeps divisors from zero.")
  @Sets("optimizer.epsilon")
  private Double epsilon;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "constant, step, cosine or plateau. Default: constant.")
  @Sets("schedule.kind")
  private String schedule;

  @Option(
      names = "--warm-up",
      paramLabel = "STEPS",
      description = "Steps over which the rate first climbs. Default: 0.")
  @Sets("schedule.warmUpSteps")
  private Long warmUp;

  @Option(
      names = "--schedule-every",
      paramLabel = "EPOCHS",
      description = "step: after how many epochs the rate falls. Default: 1.")
  @Sets("schedule.every")
  private Integer scheduleEvery;

  @Option(
      names = "--schedule-factor",
      paramLabel = "X",
      description = "step, plateau: what the rate is then multiplied by. Default: 0.5.")
  @Sets("schedule.factor")
  private Double scheduleFactor;

  @Option(
      names = "--schedule-floor",
      paramLabel = "X",
      description = "The part of the rate that is always left. Default: 0.05 for cosine, else 0.")
  @Sets("schedule.floor")
  private Double scheduleFloor;

  @Option(
      names = "--schedule-patience",
      paramLabel = "N",
      description = "plateau: validations without improvement before the rate falls. Default: 0.")
  @Sets("schedule.patience")
  private Integer schedulePatience;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Longest norm of the whole gradient; 0 for no bound. Default: 1.")
  @Sets("clip")
  private Double clip;

  @Option(
      names = "--clip-value",
      paramLabel = "X",
      description = "Largest magnitude of a gradient; 0 for no bound. Default: 0.")
  @Sets("clipValue")
  private Double clipValue;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after so many epochs without a better validation loss; 0: never. Default: " + "0.")
  @Sets("patience")
  private Integer patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What all random numbers depend on. Default: 1.")
  @Sets("seed")
  private Long seed;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Parts that a batch is cut into; the bits depend on it. 0: as many as there are "
              + "processors. Default: 0.")
  @Sets("shards")
  private Integer shards;
}
