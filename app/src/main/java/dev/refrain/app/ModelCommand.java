package dev.refrain.app;

import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A verb for finished models that each task does in its own way: its subcommands are the tasks, a
/// class each. People leave the task out, since the model says which it is: `evaluate moby --text
/// typee.txt` is `evaluate language moby --text typee.txt`.
abstract class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  private RuntimeException failure;

  /// Comes to run only where no task was found.
  @Override
  public final void run() {
    if (failure != null) {
      throw failure;
    }
    throw new ParameterException(
        spec.commandLine(),
        "the model is missing: its folder, whose task is one of "
            + String.join(", ", spec.subcommands().keySet()));
  }

  /// Puts the task of the model before the arguments, unless it is there.
  static final class TaskOfModel implements IParameterPreprocessor {
    private static final String VERBOSE = "--verbose";

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own stack
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
      List<String> given = new ArrayList<>(arguments);
      Collections.reverse(given); // the first stands on top
      Path model = model(given);
      if (model == null || command.subcommands().containsKey(given.getFirst())) {
        return false;
      }
      try {
        String task = ModelFolder.open(model).manifest().task();
        if (!command.subcommands().containsKey(task)) {
          throw new CommandFailed(
              "%s holds a model for %s, and %s is for %s"
                  .formatted(
                      model,
                      task,
                      command.qualifiedName(),
                      String.join(", ", command.subcommands().keySet())));
        }
        arguments.push(task);
      } catch (IOException e) {
        fail(command, arguments, new UncheckedIOException(e));
      } catch (CommandFailed e) {
        fail(command, arguments, e);
      }
      return false;
    }

    /// The first argument that is a model's folder; else the first that may have been meant to be
    /// one.
    private static Path model(List<String> arguments) {
      List<Path> candidates =
          arguments.stream().filter(word -> !word.startsWith("-")).map(Path::of).toList();
      return candidates.stream()
          .filter(path -> Files.exists(path.resolve(ModelFolder.MANIFEST)))
          .findFirst()
          .orElse(candidates.isEmpty() ? null : candidates.getFirst());
    }

    /// Parsing is not the time to fail: the command does it when it comes to run.
    private static void fail(
        CommandSpec command, Stack<String> arguments, RuntimeException failure) {
      ((ModelCommand) command.userObject()).failure = failure;
      arguments.removeIf(word -> !word.equals(VERBOSE));
    }
  }
}
