/// Training: what is trained, the trainer, its events, and checkpoints that survive a kill.
package dev.refrain.train;
