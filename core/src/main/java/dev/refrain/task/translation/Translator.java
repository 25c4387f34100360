package dev.refrain.task.translation;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.data.SentenceCodec;
import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.EnsembleSource;
import dev.refrain.decode.Hypothesis;
import dev.refrain.decode.LengthGroups;
import dev.refrain.decode.SequenceSampling;
import dev.refrain.decode.StepSource;
import dev.refrain.decode.TokenRoles;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Translates sentences with one model or with several, whose probabilities are averaged. Models of
/// an ensemble may differ in everything but their vocabularies.
///
/// What comes out of a sentence does not depend on the sentences beside it nor on the number of
/// threads, up to the rounding of products whose numbers of rows differ. The weights must not change
/// meanwhile.
public final class Translator {
  private static final int BEAM = 5;
  private static final int BATCH = 64;

  private final List<TranslationModel> models;
  private final int batch;
  private final int threads;

  private Translator(List<TranslationModel> models, int batch, int threads) {
    this.models = models;
    this.batch = batch;
    this.threads = threads;
  }

  /// A translator of one model, or of an ensemble.
  ///
  /// @throws IllegalArgumentException if there is none, or their vocabularies differ
  public static Translator of(TranslationModel... models) {
    return of(List.of(models));
  }

  /// A translator of one model, or of an ensemble.
  ///
  /// @throws IllegalArgumentException if there is none, or their vocabularies differ
  public static Translator of(List<TranslationModel> models) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("a translator of no models; give at least one");
    }
    for (int i = 1; i < models.size(); i++) {
      checkSame("source", models.getFirst().source(), models.get(i).source(), i);
      checkSame("target", models.getFirst().target(), models.get(i).target(), i);
    }
    return new Translator(List.copyOf(models), BATCH, Runtime.getRuntime().availableProcessors());
  }

  private static void checkSame(String side, SentenceCodec first, SentenceCodec other, int index) {
    if (!Codecs.same(first, other)) {
      throw new IllegalArgumentException(
          ("model %d of the ensemble cuts the %s language into other tokens (%,d) than the first"
                  + " (%,d); train them on the same pairs with the same tokens")
              .formatted(index + 1, side, other.vocabulary().size(), first.vocabulary().size()));
    }
  }

  /// The same that translates so many sentences side by side.
  public Translator withBatch(int sentences) {
    if (sentences < 1) {
      throw new IllegalArgumentException(
          "a batch of %d sentences; it must be 1 or more".formatted(sentences));
    }
    return new Translator(models, sentences, threads);
  }

  /// The same on so many threads at most.
  public Translator withThreads(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("%d threads; at least 1".formatted(most));
    }
    return new Translator(models, batch, most);
  }

  /// Translates a sentence with a beam of 5.
  public String translate(String sentence) {
    return translate(List.of(sentence), BeamSearch.ofWidth(BEAM)).getFirst().text();
  }

  /// The best translation of each sentence.
  public List<Translation> translate(List<String> sentences, BeamSearch search) {
    return best(sentences, search).stream().map(List::getFirst).toList();
  }

  /// The best translations of each sentence, best first: as many as `search` looks for, or fewer if
  /// fewer were found, but always one.
  public List<List<Translation>> best(List<String> sentences, BeamSearch search) {
    return decoded(sentences, (source, lengths, from) -> search.search(source, roles(), lengths));
  }

  /// A translation of each sentence, drawn at random.
  ///
  /// @param rng sentence i draws from `rng.split(i)`
  public List<Translation> sample(List<String> sentences, SequenceSampling sampling, Rng rng) {
    return decoded(
            sentences,
            (source, lengths, from) -> {
              List<Rng> rngs = Arrays.stream(from).mapToObj(rng::split).toList();
              return sampling.sample(source, roles(), lengths, rngs).stream()
                  .map(List::of)
                  .toList();
            })
        .stream()
        .map(List::getFirst)
        .toList();
  }

  /// Nothing is written that says no text.
  private TokenRoles roles() {
    SentenceCodec target = models.getFirst().target();
    return TokenRoles.of(target.begin(), target.end()).forbidding(target.unknown());
  }

  /// A way from a batch of sentences to what is written.
  private interface Decoding {
    /// @param lengths of the sources
    /// @param from which sentences these are, of all
    List<List<Hypothesis>> decode(StepSource source, int[] lengths, int[] from);
  }

  private List<List<Translation>> decoded(List<String> sentences, Decoding decoding) {
    SentenceCodec codec = models.getFirst().source();
    List<int[]> sources =
        sentences.stream().map(s -> SourceSide.ended(codec.encode(s), codec.end())).toList();
    int[] lengths = sources.stream().mapToInt(source -> source.length).toArray();
    return LengthGroups.of(lengths, batch).map(threads, group -> decode(sources, group, decoding));
  }

  private List<List<Translation>> decode(List<int[]> sources, int[] group, Decoding decoding) {
    List<int[]> read = Arrays.stream(group).mapToObj(sources::get).toList();
    int[] lengths = read.stream().mapToInt(source -> source.length).toArray();
    List<ModelSource> members = new ArrayList<>();
    try {
      for (TranslationModel model : models) {
        members.add(new ModelSource(model, read, new BufferPool(Precision.FLOAT32)));
      }
      StepSource source = members.size() == 1 ? members.getFirst() : new EnsembleSource(members);
      List<List<Hypothesis>> written = decoding.decode(source, lengths, group);
      List<List<Translation>> translations = new ArrayList<>();
      for (int i = 0; i < group.length; i++) {
        int[] tokens = read.get(i);
        translations.add(written.get(i).stream().map(h -> translation(tokens, h)).toList());
      }
      return translations;
    } finally {
      members.forEach(ModelSource::close);
    }
  }

  private Translation translation(int[] source, Hypothesis hypothesis) {
    SentenceCodec target = models.getFirst().target();
    int[] tokens = hypothesis.tokens();
    int[] shown = hypothesis.finished() ? SourceSide.ended(tokens, target.end()) : tokens;
    return new Translation(
        target.decode(tokens),
        models.getFirst().source().surface(source),
        target.surface(shown),
        hypothesis);
  }
}
