package dev.refrain.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which key of the configuration a command-line option sets: `optimizer.rate`. Options for
/// recurrent layers begin with the name of a group of [RecurrentSections]: `{recurrent}.dropout`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Sets {
  String value();

  /// Whether the option sets the opposite: a flag that switches something off.
  boolean off() default false;
}
