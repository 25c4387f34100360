/// Language models by character and by word: learning a text, measuring how well one is predicted,
/// writing on, and suggesting the next word.
package dev.refrain.task.language;
