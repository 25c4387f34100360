/// Tagging: a tag for each word of a sentence, for example which words name an entity and of what
/// type. Words are embedded and composed from their characters, recurrent layers read the sentence in
/// both directions, and a conditional random field chooses the tags together.
package dev.refrain.task.tagging;
