/// What a network keeps of a whole sequence of outputs when one answer is wanted: many to one.
package dev.refrain.nn.readout;
