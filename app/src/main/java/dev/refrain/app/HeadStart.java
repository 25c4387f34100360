package dev.refrain.app;

import dev.refrain.kernel.Devices;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.TextLevel;
import dev.refrain.train.JsonFields;
import dev.refrain.train.ModelFormatException;
import java.nio.charset.StandardCharsets;

/// Lets Jackson and the kernels begin while picocli reads the command line. Jackson and picocli look at classes by reflection
/// for 0.1 to 0.2 s when they are first used, neither needs the other, and most machines can do two things at once
/// (docs/decisions/0026-start-up.md).
final class HeadStart {
  private HeadStart() {}

  /// Begins, if it is for a command that people wait for. Nothing depends on it: what fails here fails again where it is
  /// used, though of a class that could not be made ready java then tells no more than that.
  static void begin(String... arguments) {
    Runnable work = work(arguments.length == 0 ? "" : arguments[0]);
    if (work != null) {
      Thread thread = Thread.ofPlatform().daemon().name("head start").unstarted(work);
      thread.setUncaughtExceptionHandler((failed, failure) -> {});
      thread.start();
    }
  }

  /// What can be done already for a command; null: nothing.
  static Runnable work(String command) {
    return switch (command) {
      case "generate", "suggest" -> HeadStart::languageModel;
      case "translate", "evaluate", "predict", "inspect" -> HeadStart::anyModel;
      default -> null;
    };
  }

  private static void languageModel() {
    LanguageModelConfig some = LanguageModelConfig.defaults(TextLevel.CHARACTER);
    LanguageModelConfig.fromJson("defaults", some.toJson());
    anyModel();
  }

  private static void anyModel() {
    try {
      JsonFields.parse("nothing", "{}".getBytes(StandardCharsets.UTF_8));
    } catch (ModelFormatException e) {
      throw new IllegalStateException(e);
    }
    Devices.best();
  }
}
