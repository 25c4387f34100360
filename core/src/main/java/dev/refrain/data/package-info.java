/// Text on its way to a model: reading files strictly, cutting text into tokens and putting it
/// together again, vocabularies, and the two ways of feeding a long text.
package dev.refrain.data;
