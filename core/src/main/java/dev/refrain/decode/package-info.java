/// From a model's probabilities to tokens: sampling one at a time, and searching for the likeliest
/// sequences with a beam. Nothing here knows a model; a decoder asks a
/// [dev.refrain.decode.TokenSource].
package dev.refrain.decode;
