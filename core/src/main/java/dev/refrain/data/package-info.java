/// Text on its way to a model: reading files strictly, cutting text into tokens and putting it
/// together again, vocabularies, and the ways of feeding it: a long text in windows or streams,
/// sentence pairs in batches of similar length.
package dev.refrain.data;
