/// The vocabulary of computations that a device must offer, and its plain reference.
package dev.refrain.kernel;
