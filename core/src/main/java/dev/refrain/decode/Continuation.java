package dev.refrain.decode;

/// Where a model stands after some tokens: its state, and what it expects next.
///
/// @param state all it remembers; never changed, so several hypotheses may go on from it
/// @param next the probabilities of the next token
public record Continuation<S>(S state, Distribution next) {}
