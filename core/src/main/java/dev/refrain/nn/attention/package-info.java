/// Attention: a decoder looks at the steps of a sequence, each time with other weights.
package dev.refrain.nn.attention;
