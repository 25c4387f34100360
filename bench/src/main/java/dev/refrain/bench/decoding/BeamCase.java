package dev.refrain.bench.decoding;

import dev.refrain.bench.peer.TorchTranslator;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.bench.training.AttentionCase;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.SentencePair;
import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.LengthGroups;
import dev.refrain.decode.LengthLimits;
import dev.refrain.decode.TokenRoles;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.Translator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/// Translation by beam search with the model of [AttentionCase], 128 sentences of 16 tokens a step
/// in batches of 64, as `refrain translate` does; each batch is one thread's. The model has learned
/// nothing, so that it would end where chance has it: every translation is 20 tokens long.
///
/// @param width of the beam
public record BeamCase(int width) implements SpeedCase {
  private static final AttentionCase MODEL = AttentionCase.ALL.getFirst();
  private static final int SENTENCES = 128;
  private static final int BATCH = 64;
  private static final int LENGTH = 20;

  /// The width that is usual.
  public static final List<BeamCase> ALL = List.of(new BeamCase(5));

  @Override
  public String id() {
    return "beam-" + width;
  }

  @Override
  public String title() {
    return "beam of %d, %s".formatted(width, MODEL.title());
  }

  @Override
  public String unit() {
    return "target tokens";
  }

  @Override
  public long workPerStep() {
    return (long) SENTENCES * LENGTH;
  }

  @Override
  public List<String> peers() {
    return List.of(LIBTORCH);
  }

  @Override
  public Contender enter(String contender, int threads) {
    TranslationModel model = MODEL.model(MODEL.corpus());
    List<String> sentences =
        AttentionCase.sentences().stream().limit(SENTENCES).map(SentencePair::source).toList();
    BeamSearch search = BeamSearch.ofWidth(width).withLimits(LengthLimits.between(LENGTH, LENGTH));
    return contender.equals(REFRAIN)
        ? refrain(model, sentences, search, threads)
        : libtorch(model, sentences, search, threads);
  }

  private static Contender refrain(
      TranslationModel model, List<String> sentences, BeamSearch search, int threads) {
    Translator translator = Translator.of(model).withBatch(BATCH).withThreads(threads);
    return new WritingContender(
        () ->
            translator.translate(sentences, search).stream()
                .map(one -> new WritingContender.Written(one.text(), one.score()))
                .toList());
  }

  /// Batches are translated side by side as Refrain's are, each on one thread.
  private static Contender libtorch(
      TranslationModel model, List<String> sentences, BeamSearch search, int threads) {
    torch.set_num_threads(1);
    SentenceCodec target = model.target();
    TokenRoles roles = TokenRoles.of(target.begin(), target.end()).forbidding(target.unknown());
    var translator = new TorchTranslator(model.config(), model.parameters(), roles, search);
    List<int[]> sources = sentences.stream().map(one -> ended(one, model.source())).toList();
    int[] lengths = sources.stream().mapToInt(one -> one.length).toArray();
    LengthGroups batches = LengthGroups.of(lengths, BATCH);
    return new WritingContender(
        () ->
            batches.map(
                threads,
                batch ->
                    translator
                        .translate(Arrays.stream(batch).mapToObj(sources::get).toList())
                        .stream()
                        .map(
                            one ->
                                new WritingContender.Written(
                                    target.decode(one.tokens()), one.score()))
                        .toList()));
  }

  private static int[] ended(String sentence, SentenceCodec codec) {
    return IntStream.concat(Arrays.stream(codec.encode(sentence)), IntStream.of(codec.end()))
        .toArray();
  }
}
