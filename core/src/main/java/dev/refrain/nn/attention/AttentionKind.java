package dev.refrain.nn.attention;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// How the steps of a sequence are scored for a query, and what becomes of the scores; see
/// [Attention].
public enum AttentionKind {
  /// No attention at all.
  NONE,
  /// `v · tanh(Wq·q + Wk·m + b)`, of Bahdanau, Cho & Bengio 2014.
  ADDITIVE,
  /// `q · m`, of Luong, Pham & Manning 2015; query and memory are equally wide.
  DOT,
  /// `q · W·m`, of Luong, Pham & Manning 2015.
  GENERAL,
  /// Additive scores, but a single step is taken: drawn by its weight in training, else the most
  /// likely one (Xu et al. 2015).
  HARD;

  /// The name people write: `none`, `additive`, `dot`, `general` or `hard`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static AttentionKind named(String label) {
    return Labels.find(values(), AttentionKind::label, "attention", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
