package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a caller specifies to start one proxy. Immutable.
 *
 * @param loaded the checked configuration and its sources
 * @param author who is recorded as the author of the first configuration: {@code cli} or {@code
 *     api}
 * @param callerParts the parts that the caller provides
 * @param providers the class loader that finds adapters and listeners
 * @param onChange receives each later configuration, once it is in force
 * @param location where files are kept if the configuration does not say, null for no default
 */
public record ProxySpec(
    LoadedConfiguration loaded,
    String author,
    CallerParts callerParts,
    ClassLoader providers,
    Consumer<Configuration> onChange,
    @Nullable DefaultLocation location) {

  /** Refuses null, except for {@code location}. */
  public ProxySpec {
    Objects.requireNonNull(loaded, "loaded");
    Objects.requireNonNull(author, "author");
    Objects.requireNonNull(callerParts, "callerParts");
    Objects.requireNonNull(providers, "providers");
    Objects.requireNonNull(onChange, "onChange");
  }

  /** Returns spec without a change listener and without a default location for files. */
  public static ProxySpec of(
      LoadedConfiguration loaded, String author, CallerParts callerParts, ClassLoader providers) {
    return new ProxySpec(loaded, author, callerParts, providers, changed -> {}, null);
  }

  /** Returns the configuration that the proxy starts with. */
  Configuration configuration() {
    return loaded.configuration();
  }
}
