package dev.refrain.bench.peer;

import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.LengthLimits;
import dev.refrain.decode.TokenRoles;
import dev.refrain.nn.Parameters;
import dev.refrain.task.translation.TranslationConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A [TorchTranslationModel] writing translations by beam search, as Refrain's [BeamSearch] does,
/// all of one length: nothing ends before.
///
/// All hypotheses of all sentences of a batch make a step together, and those of a sentence share
/// its memory without copies. Of a step's probabilities only the likeliest leave libtorch, see
/// [TorchLikeliest]. Nothing is recorded for gradients. Threads may translate side by side.
public final class TorchTranslator {

  /// A translation.
  ///
  /// @param tokens without the end
  /// @param score as [BeamSearch] has it
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Written(int[] tokens, double score) {}

  private static final long COLUMNS = 1;

  private final TorchTranslationModel model;
  private final TorchAttentionDecoder.StepWeights stepWeights;
  private final TokenRoles roles;
  private final BeamSearch search;
  private final int length;
  private final Tensor forbidden;
  private final Tensor forbiddenBefore; // while they are shorter

  /// A translator with Refrain's weights.
  ///
  /// @param config of the Refrain model
  /// @param learned the Refrain model's weights
  /// @param search whose limits leave one length only
  public TorchTranslator(
      TranslationConfig config, Parameters learned, TokenRoles roles, BeamSearch search) {
    length = search.limits().minimum();
    if (!search.limits().equals(LengthLimits.between(length, length))
        || search.coveragePenalty() > 0
        || search.best() > 1) {
      throw new IllegalArgumentException(
          "the peer writes one translation of one length and does not ask for coverage,"
              + " expected this of "
              + search);
    }
    this.roles = roles;
    this.search = search;
    model = new TorchTranslationModel(config, learned);
    try (var _ = new NoGradGuard()) {
      stepWeights = model.decoder().stepWeights();
    }
    Set<Integer> never = new TreeSet<>(roles.forbidden());
    never.add(roles.begin());
    forbidden = ids(never);
    never.add(roles.end());
    forbiddenBefore = ids(never);
  }

  private static Tensor ids(Set<Integer> ids) {
    return Ids.of(ids.stream().mapToInt(id -> id).toArray(), ids.size());
  }

  /// Translates a batch of sentences of one length.
  ///
  /// @param sources with their ends
  public List<Written> translate(List<int[]> sources) {
    try (var scope = new PointerScope();
        var _ = new NoGradGuard()) {
      var read = model.encode(sideBySide(sources));
      var memory = model.decoder().remember(read.sequence());
      var position = TorchAttentionDecoder.Position.of(read.begin());
      var beams = new TorchBeams(sources.size(), search.width());
      int[] tokens = new int[sources.size()];
      Arrays.fill(tokens, roles.begin());
      while (beams.length() < length) {
        beams.extend(step(memory, position, tokens, forbiddenBefore, scope));
        position.goOnFrom(Ids.of(beams.from(), beams.from().length));
        tokens = beams.tokens();
      }
      return written(beams, step(memory, position, tokens, forbidden, scope));
    }
  }

  private static Tensor sideBySide(List<int[]> sources) {
    int rows = sources.size();
    int steps = sources.getFirst().length;
    int[] ids =
        IntStream.range(0, steps * rows).map(at -> sources.get(at % rows)[at / rows]).toArray();
    return Ids.of(ids, steps, rows);
  }

  /// What may come behind some tokens.
  ///
  /// @param position moves on, and is kept in `scope`
  private TorchLikeliest step(
      TorchAttentionDecoder.Memory memory,
      TorchAttentionDecoder.Position position,
      int[] tokens,
      Tensor without,
      PointerScope scope) {
    try (var _ = new PointerScope()) {
      TorchAttentionDecoder decoder = model.decoder();
      Tensor embedded = model.embed(Ids.of(tokens, tokens.length));
      Tensor input = decoder.input(stepWeights, embedded);
      Tensor contexts = decoder.step(stepWeights, memory, position, input);
      position.keepIn(scope);
      Tensor readouts = decoder.readout(position.output(), contexts, embedded);
      Tensor logProbabilities = torch.log_softmax(model.logits(readouts), COLUMNS);
      logProbabilities.index_fill_(COLUMNS, without, new Scalar(Double.NEGATIVE_INFINITY));
      return TorchLikeliest.of(logProbabilities, search.width());
    }
  }

  /// The best that end, or else the best as they are.
  private List<Written> written(TorchBeams beams, TorchLikeliest next) {
    List<Written> written = new ArrayList<>();
    for (int sentence = 0; sentence < beams.sentences(); sentence++) {
      int best = sentence * search.width();
      written.add(new Written(beams.written(best), score(beams.total(best), length)));
    }
    beams.extend(next);
    for (int row = beams.tokens().length - 1; row >= 0; row--) {
      if (beams.tokens()[row] == roles.end()) {
        int[] tokens = Arrays.copyOf(beams.written(row), length);
        written.set(row / search.width(), new Written(tokens, score(beams.total(row), length + 1)));
      }
    }
    return written;
  }

  /// Wu et al. 2016, equation 14.
  private double score(double logProbability, int tokens) {
    return logProbability / Math.pow((5 + tokens) / 6.0, search.lengthNormalization());
  }
}
