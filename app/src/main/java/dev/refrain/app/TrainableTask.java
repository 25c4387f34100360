package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a `train` command needs to know about its task; all the rest is the same for every task.
///
/// @param <C> the configuration of a run
interface TrainableTask<C extends Record & TrainingConfig> {
  /// The task's name, on the command line and in `model.json`.
  String name();

  /// What holds where nothing is said. It may depend on what is.
  ///
  /// @throws IllegalArgumentException if something is said that cannot be
  C defaults(ObjectNode given);

  /// Holds that there is something to learn from.
  ///
  /// @throws WrongUsage if there is not
  void requireData(C config);

  /// The keys that say where data lies, with their options. They may change when a run is resumed;
  /// the data may not.
  Map<String, String> places();

  /// Where recurrent layers are configured.
  RecurrentSections sections();

  /// The recurrent layers of a model.
  List<RecurrentConfig> recurrent(C config);

  /// Options of this task alone that do nothing in some configurations.
  List<IdleOption<C>> idleOptions();

  /// Reads the data and makes a new model for it.
  Lesson prepare(C config) throws IOException;
}
