package dev.refrain.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.DataFingerprint;

/// What a study is about.
///
/// @param task what is learned: `language`
/// @param data what it is learned from
/// @param constants the settings that are the same in all trials, as a tree of keys
public record StudySubject(String task, DataFingerprint data, ObjectNode constants) {
  public StudySubject {
    constants = constants.deepCopy();
  }
}
