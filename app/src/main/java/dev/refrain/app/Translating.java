package dev.refrain.app;

import dev.refrain.data.SentenceCodec;
import dev.refrain.task.translation.Translation;
import java.util.ArrayList;
import java.util.List;

/// Translates lines, of which some may be empty, and counts what there is to tell of them.
final class Translating {
  /// The translations of some sentences, best first for each.
  @FunctionalInterface
  interface Decoding {
    /// Translates one part of the input.
    ///
    /// @param part counts the calls, from 0
    List<List<Translation>> decode(List<String> sentences, long part);
  }

  private final SentenceCodec source;
  private final Decoding decoding;
  private long parts;
  private long sentences;
  private long tokens;
  private long unknown;
  private long cut;
  private double seconds;

  Translating(SentenceCodec source, Decoding decoding) {
    this.source = source;
    this.decoding = decoding;
  }

  /// The translations of each line, best first; none of a line with nothing in it for the model to
  /// read.
  List<List<Translation>> translate(List<String> lines) {
    var read = new ArrayList<String>();
    var places = new ArrayList<Integer>();
    var translations = new ArrayList<List<Translation>>();
    for (String line : lines) {
      int[] ids = source.encode(line);
      if (ids.length > 0) {
        places.add(translations.size());
        read.add(line);
        count(ids);
      }
      translations.add(List.of());
    }
    if (!read.isEmpty()) {
      long start = System.nanoTime();
      List<List<Translation>> written = decoding.decode(read, parts++);
      seconds += (System.nanoTime() - start) * 1e-9;
      for (int i = 0; i < places.size(); i++) {
        translations.set(places.get(i), written.get(i));
        if (!written.get(i).getFirst().finished()) {
          cut++;
        }
      }
      sentences += read.size();
    }
    return translations;
  }

  private void count(int[] ids) {
    tokens += ids.length;
    for (int id : ids) {
      if (id == source.unknown()) {
        unknown++;
      }
    }
  }

  /// How many lines had something to translate.
  long sentences() {
    return sentences;
  }

  /// How long the models took.
  double seconds() {
    return seconds;
  }

  double sentencesPerSecond() {
    return seconds > 0 ? sentences / seconds : 0;
  }

  /// What there is to tell, in one line.
  String summary() {
    var text = new StringBuilder();
    text.append(
        "%,d %s in %s: %s sentences/s"
            .formatted(
                sentences,
                sentences == 1 ? "sentence" : "sentences",
                Progress.duration(seconds),
                Progress.amount(sentencesPerSecond())));
    if (unknown > 0) {
      text.append("; %,d of %,d tokens are unknown to the model".formatted(unknown, tokens));
    }
    if (cut > 0) {
      text.append("; %,d cut off at the maximum length".formatted(cut));
    }
    return text.toString();
  }
}
