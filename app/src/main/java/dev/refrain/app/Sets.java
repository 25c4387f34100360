package dev.refrain.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which key of the configuration a command-line option sets: `optimizer.rate`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Sets {
  String value();
}
