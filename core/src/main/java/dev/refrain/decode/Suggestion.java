package dev.refrain.decode;

/// What could come next, with its probability.
///
/// @param text what to show: a whole word, or a character
/// @param continuation what to append to the text so far to get there
/// @param probability how likely the model holds it, given the text so far
public record Suggestion(String text, String continuation, double probability) {}
