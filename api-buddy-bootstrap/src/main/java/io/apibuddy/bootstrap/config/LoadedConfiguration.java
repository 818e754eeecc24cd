package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import java.util.Map;

/** A configuration with its sources, so that it can be reloaded. Immutable. */
public final class LoadedConfiguration {
  private final ConfigurationLoader loader;
  private final Sources sources;
  private final ConfigurationLoader.Read read;

  private LoadedConfiguration(
      ConfigurationLoader loader, Sources sources, ConfigurationLoader.Read read) {
    this.loader = loader;
    this.sources = sources;
    this.read = read;
  }

  /**
   * Loads the configuration from its sources.
   *
   * @throws ConfigurationException if there are problems; it holds every problem of every source
   */
  public static LoadedConfiguration load(ConfigurationLoader loader, Sources sources) {
    return load(loader, sources, PartsValidator.NONE);
  }

  /**
   * Loads the configuration from its sources.
   *
   * @param parts looks for missing parts; called only if there is another problem
   * @throws ConfigurationException if there are problems; it holds every problem of every source
   *     and every missing part
   */
  public static LoadedConfiguration load(
      ConfigurationLoader loader, Sources sources, PartsValidator parts) {
    return new LoadedConfiguration(loader, sources, loader.read(sources, parts));
  }

  /**
   * Returns this configuration with one more assignment, which wins over all others. The file is
   * not read again, so that changes in it do not take effect unasked. Limits for several aliases
   * also win over the limits that their mappings set.
   *
   * @throws ConfigurationException if the change causes problems; it holds all of them
   */
  public LoadedConfiguration with(Assignment change) {
    LoadedConfiguration changed = withOne(change);
    String all = Setting.of(ThrottleKeys.DOMAIN_LIMITS).path();
    if (change.path().equals(all)
        && changed.configuration().document().find(all) instanceof Map<?, ?> limits) {
      for (Map.Entry<?, ?> limit : limits.entrySet()) {
        String path = all + "." + limit.getKey();
        if (changed.configuration().document().find(loader.canonicalPath(path)) != null) {
          changed = changed.withOne(Assignment.of(change.source(), path, limit.getValue()));
        }
      }
    }
    return changed;
  }

  private LoadedConfiguration withOne(Assignment change) {
    Sources changed = sources.with(change);
    return new LoadedConfiguration(loader, changed, loader.read(changed, read.file()));
  }

  /** Returns the loader of the sources. */
  public ConfigurationLoader loader() {
    return loader;
  }

  /** Returns the sources of the values. */
  public Sources sources() {
    return sources;
  }

  /** Returns the resulting configuration. */
  public Configuration configuration() {
    return read.configuration();
  }
}
