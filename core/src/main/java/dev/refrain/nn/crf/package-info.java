/// Chains of tags: an output layer that scores whole sequences of tags, not each tag alone.
package dev.refrain.nn.crf;
