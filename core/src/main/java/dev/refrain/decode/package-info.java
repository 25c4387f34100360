/// From a model's probabilities to tokens: sampling one at a time, and searching for the likeliest
/// sequences with a beam. Nothing here knows a model; there are two ways to ask one.
///
/// A [dev.refrain.decode.TokenSource] hands out its states, immutable, to be kept and gone on from
/// at any time: for text that is written with a person, and for [dev.refrain.decode.Beam], which
/// looks for all sequences that reach a goal.
///
/// A [dev.refrain.decode.StepSource] writes a batch of sentences side by side and keeps its states
/// to itself: for [dev.refrain.decode.BeamSearch] and [dev.refrain.decode.SequenceSampling], which
/// translate thousands of sentences, with one model or an
/// [ensemble][dev.refrain.decode.EnsembleSource].
package dev.refrain.decode;
