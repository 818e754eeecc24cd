package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import java.util.Map;

/** A configuration and where it came from, so that it can be read again. Immutable. */
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
   * Reads the sources.
   *
   * @throws ConfigurationException with every problem of every source
   */
  public static LoadedConfiguration load(ConfigurationLoader loader, Sources sources) {
    return load(loader, sources, PartsLook.NONE);
  }

  /**
   * Reads the sources.
   *
   * @param parts asked what is missing if there is another problem, and only then
   * @throws ConfigurationException with every problem of every source, and what is missing
   */
  public static LoadedConfiguration load(
      ConfigurationLoader loader, Sources sources, PartsLook parts) {
    return new LoadedConfiguration(loader, sources, loader.read(sources, parts));
  }

  /**
   * Returns the same with one assignment more, which goes before all others. The file is not read
   * again: what has changed in it meanwhile nobody has asked for. Limits for several aliases go
   * before the limits that their mappings set too.
   *
   * @throws ConfigurationException with every problem that this makes
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

  /** Returns what reads the sources. */
  public ConfigurationLoader loader() {
    return loader;
  }

  /** Returns where the values came from. */
  public Sources sources() {
    return sources;
  }

  /** Returns what they say together. */
  public Configuration configuration() {
    return read.configuration();
  }
}
