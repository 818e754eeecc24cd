package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy is made of.
 *
 * @param loaded the checked configuration and where it came from
 * @param author who is said to have made it: {@code cli} or {@code api}
 * @param own what the caller brings along
 * @param providers where adapters are looked for
 * @param onChange is told of each later configuration, once it is in force
 * @param location where files are kept if the configuration does not say; null for nowhere
 */
public record Ingredients(
    LoadedConfiguration loaded,
    String author,
    OwnParts own,
    ClassLoader providers,
    Consumer<Configuration> onChange,
    @Nullable DefaultLocation location) {

  /** Refuses null. */
  public Ingredients {
    Objects.requireNonNull(loaded, "loaded");
    Objects.requireNonNull(author, "author");
    Objects.requireNonNull(own, "own");
    Objects.requireNonNull(providers, "providers");
    Objects.requireNonNull(onChange, "onChange");
  }

  /** Returns those of a proxy of whose changes nobody is told and which has no place for files. */
  public static Ingredients of(
      LoadedConfiguration loaded, String author, OwnParts own, ClassLoader providers) {
    return new Ingredients(loaded, author, own, providers, changed -> {}, null);
  }

  /** Returns the configuration to begin with. */
  Configuration configuration() {
    return loaded.configuration();
  }
}
