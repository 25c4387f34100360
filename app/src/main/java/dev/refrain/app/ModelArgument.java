package dev.refrain.app;

import dev.refrain.task.language.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/// The model that a command works with.
final class ModelArgument {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's folder.")
  private Path folder;

  Path folder() {
    return folder;
  }

  LanguageModel load() throws IOException {
    return LanguageModel.load(folder);
  }
}
