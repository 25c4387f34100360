package dev.refrain.bench;

import java.util.List;

/// A training that Refrain and its peers all can do.
interface TrainingCase {

  /// The name to choose it by.
  String id();

  /// What is counted, in the plural: characters, target tokens, pairs.
  String unit();

  /// Training steps in a round, unless asked for otherwise.
  int stepsPerRound();

  /// Contenders that are ready to run.
  ///
  /// @throws IllegalStateException if they do not compute the same
  Field enter(Setting setting);

  /// How contenders run.
  ///
  /// @param steps of training in a round
  /// @param threads of Refrain
  /// @param peerThreads of the peer
  record Setting(int steps, int threads, int peerThreads) {}

  /// Who runs.
  ///
  /// @param contenders the first is the peer, to which ratios refer
  /// @param agreement what was compared beforehand, a sentence each
  record Field(List<Contender> contenders, List<String> agreement) {}
}
