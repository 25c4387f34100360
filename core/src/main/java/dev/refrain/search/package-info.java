/// Search for the best configuration of a model: the space of what may be tried, strategies that
/// choose the next trial, pruners that end poor ones early, and the study that keeps what happened.
/// It knows nothing of tasks: a trial is a function of settings, seed and budget.
package dev.refrain.search;
