/// Many to one: a class for a whole text or series.
package dev.refrain.task.classification;
