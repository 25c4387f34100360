package dev.refrain.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of the files that a model's folder may hold; Refrain touches no others.
final class ModelFiles {
  static final String MANIFEST = "model.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String STATE = Commit.TRAINING + "/state.json";
  static final String LAST_WEIGHTS = Commit.TRAINING + "/last.safetensors";
  static final String OPTIMIZER = Commit.TRAINING + "/optimizer.safetensors";
  static final String CARRIED = Commit.TRAINING + "/carried.safetensors";
  static final String EVENTS = Commit.TRAINING + "/events.jsonl";
  static final String LOCK = Commit.TRAINING + "/lock";

  private static final Pattern VOCABULARY =
      Pattern.compile("vocabulary(\\.[a-z0-9][a-z0-9-]*)?\\.txt");
  private static final List<String> FIXED =
      List.of(MANIFEST, WEIGHTS, STATE, LAST_WEIGHTS, OPTIMIZER, CARRIED, EVENTS);

  private ModelFiles() {}

  /// Whether this is the name of a vocabulary: `vocabulary.txt`, `vocabulary.source.txt`.
  static boolean isVocabulary(String name) {
    return VOCABULARY.matcher(name).matches();
  }

  static boolean isOne(String name) {
    return FIXED.contains(name) || isVocabulary(name);
  }

  /// The model's files that are in their places in a folder.
  static List<Path> present(Path folder) throws IOException {
    List<Path> present = new ArrayList<>();
    for (String name : FIXED) {
      if (Files.exists(folder.resolve(name))) {
        present.add(folder.resolve(name));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(f -> isVocabulary(f.getFileName().toString())).forEach(present::add);
    }
    return present;
  }
}
