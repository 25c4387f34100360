package dev.refrain.task.tagging;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.decode.LengthGroups;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tags sentences. What comes out of a sentence does not depend on the sentences beside it nor on the
/// number of threads, up to the rounding of products whose numbers of rows differ. The weights must
/// not change meanwhile.
public final class Tagger {
  private static final int BATCH = 64;

  private final TaggingModel model;
  private final int batch;
  private final int threads;
  private final boolean probabilities;

  private Tagger(TaggingModel model, int batch, int threads, boolean probabilities) {
    this.model = model;
    this.batch = batch;
    this.threads = threads;
    this.probabilities = probabilities;
  }

  /// A tagger with all processors.
  public static Tagger of(TaggingModel model) {
    return new Tagger(model, BATCH, Runtime.getRuntime().availableProcessors(), false);
  }

  /// The same that tags so many sentences side by side.
  public Tagger withBatch(int sentences) {
    if (sentences < 1) {
      throw new IllegalArgumentException(
          "a batch of %d sentences; it must be 1 or more".formatted(sentences));
    }
    return new Tagger(model, sentences, threads, probabilities);
  }

  /// The same on so many threads at most.
  public Tagger withThreads(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("%d threads; at least 1".formatted(most));
    }
    return new Tagger(model, batch, most, probabilities);
  }

  /// The same that also says how probable each tag is.
  public Tagger withProbabilities() {
    return new Tagger(model, batch, threads, true);
  }

  /// Tags a sentence whose words have white space between them.
  public Tagging tag(String sentence) {
    return tag(List.of(words(sentence))).getFirst();
  }

  /// The words of a sentence, which white space separates; none of an empty one.
  public static List<String> words(String sentence) {
    return sentence.isBlank() ? List.of() : List.of(sentence.strip().split("\\s+"));
  }

  /// Tags sentences, each a list of its words. One without words has no tags.
  public List<Tagging> tag(List<List<String>> sentences) {
    int[] lengths = sentences.stream().mapToInt(List::size).toArray();
    return LengthGroups.of(lengths, batch)
        .map(threads, group -> tagGroup(Arrays.stream(group).mapToObj(sentences::get).toList()));
  }

  /// @param sentences longest first
  private List<Tagging> tagGroup(List<List<String>> sentences) {
    SurfaceForms forms = model.surfaceForms();
    List<EncodedSentence> encoded = new ArrayList<>();
    for (List<String> sentence : sentences) {
      if (!sentence.isEmpty()) {
        encoded.add(model.encode(sentence, List.of(), forms));
      }
    }
    List<Tagging> taggings = new ArrayList<>();
    if (!encoded.isEmpty()) {
      TaggedBatch read = new TaggedBatch(encoded, forms);
      Kernels kernels = Devices.best();
      try (Tape tape = Tape.evaluating(kernels, new BufferPool(kernels.precision()))) {
        Tensor emissions = model.emissions(tape, read).data();
        int[] best = model.chain().best(tape, emissions, read.lengths());
        Tensor marginals =
            probabilities ? model.chain().marginals(tape, emissions, read.lengths()) : null;
        for (int row = 0; row < read.rows(); row++) {
          taggings.add(tagging(sentences.get(row), best, marginals, row, read.rows()));
        }
      }
    }
    while (taggings.size() < sentences.size()) {
      taggings.add(new Tagging(List.of(), List.of(), List.of()));
    }
    return taggings;
  }

  private Tagging tagging(List<String> words, int[] best, Tensor marginals, int row, int rows) {
    List<String> tags = new ArrayList<>();
    List<Double> likely = new ArrayList<>();
    for (int t = 0; t < words.size(); t++) {
      int at = t * rows + row;
      tags.add(model.tags().token(best[at]));
      if (marginals != null) {
        likely.add(marginals.get(at * model.tags().size() + best[at]));
      }
    }
    TaggingConfig config = model.config();
    List<String> written =
        config.scheme() == config.learnedScheme()
            ? tags
            : config.scheme().write(words.size(), Entity.of(tags));
    return new Tagging(words, written, likely);
  }
}
