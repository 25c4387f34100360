package dev.refrain.app;

import dev.refrain.search.TrialMonitor;
import dev.refrain.search.TrialOutcome;
import dev.refrain.search.TrialRequest;
import dev.refrain.search.TrialRunner;
import dev.refrain.train.Task;
import dev.refrain.train.Trainer;
import java.io.IOException;

/// Trials of a task: each reads the data, makes a model and has it learn for as long as its budget
/// lasts. The `epochs` and `patience` of the configuration are for the training of the best one.
///
/// @param threads how many threads each trial has
/// @param alone whether no other trial runs at the same time
record TaskTrials<C extends Record & TrainingConfig>(
    TrainableTask<C> task, int threads, boolean alone) implements TrialRunner {

  @Override
  public TrialOutcome run(TrialRequest request, TrialMonitor monitor) throws IOException {
    PeakMemory memory = alone ? PeakMemory.begin() : null;
    C config = new SearchSettings<>(task).config(request.settings(), request.seed());
    Task learned = task.prepare(config).task();
    Learning learning = config.learning();
    Trainer trainer =
        learning
            .trainer(learned)
            .seed(learning.seed())
            .shards(learning.shards())
            .threads(threads)
            .epochs(Integer.MAX_VALUE);
    switch (request.budget().unit()) {
      case STEPS -> trainer.steps(request.budget().amount());
      case EPOCHS -> trainer.epochs(request.budget().amount());
      case SECONDS -> trainer.seconds(request.budget().amount());
    }
    var watch =
        new TrialWatch(request, monitor, learned.validationSteps() > 0, trainer::requestStop);
    if (watch.validateEvery() > 0) {
      trainer.validateEvery(watch.validateEvery());
    }
    trainer.listener(watch);
    return watch.outcome(trainer.run(), memory);
  }
}
