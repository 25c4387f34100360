package dev.refrain.task.language;

import dev.refrain.tensor.Tensor;
import java.util.List;

/// What a language model remembers of one text. Never changed once made.
///
/// @param parts the parts of the recurrent state, each `[1, H]`; empty before the first token
record LanguageState(List<Tensor> parts) {
  static final LanguageState EMPTY = new LanguageState(List.of());
}
