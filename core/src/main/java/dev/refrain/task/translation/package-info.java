/// Translation: a sentence in, a sentence of another length out. An encoder reads the source, a
/// decoder writes the target token by token and, with attention, looks at the source as it writes.
package dev.refrain.task.translation;
