package dev.refrain.task.tagging;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Shape;
import java.util.List;

/// Words composed from characters (Ling et al. 2015; Lample et al. 2016): recurrent layers read a word
/// forwards and backwards, and their outputs behind the last character and before the first stand for
/// it.
final class Spelling {
  private final Embedding embedding;
  private final Recurrent layers;

  Spelling(Parameters.Scope scope, CharacterInput config, int characters) {
    embedding =
        Embedding.create(
            scope.child("embedding"), characters, config.embedding(), Initializers.normal(0.5));
    layers = Recurrent.create(config.layers(), scope.child("recurrent"), config.embedding());
  }

  /// How many numbers stand for a word.
  int outputSize() {
    return layers.outputSize();
  }

  /// What stands for words, `[W, outputSize]`.
  ///
  /// @param characters `[C, W]`, −1 behind a word's last
  /// @param lengths of the W words
  Value apply(Tape tape, int[] characters, int[] lengths) {
    int words = lengths.length;
    Value embedded = embedding.apply(tape, characters, Shape.of(characters.length / words, words));
    Value read = layers.apply(tape, embedded, lengths, List.of()).sequence();
    Value last = Sequences.lastValid(read, lengths);
    RecurrentConfig config = layers.config();
    int layer = config.hidden().size() - 1;
    if (!config.bidirectional() || config.outputDepth() > 0) {
      return last;
    }
    int forward = config.hidden().get(layer);
    int both = outputSize();
    return Join.columns(List.of(last.columns(0, forward), read.at(0).columns(forward, both)));
  }
}
