package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.ports.store.StorageProvider;
import java.util.Objects;
import java.util.regex.Pattern;

/** Refuses a storage engine whose name or settings cannot be written in a configuration. */
final class EngineCheck {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9_]*");

  private EngineCheck() {}

  /**
   * Checks an engine.
   *
   * @throws ConfigurationException if it is refused; names the engine's class and jar
   */
  static void check(StorageProvider engine) {
    try {
      String name = engine.name();
      if (name.equals(StorageSelector.MEMORY)) {
        throw refused(
            engine, "calls itself memory, which is the name of the one without an adapter");
      }
      if (!NAME.matcher(name).matches()) {
        throw refused(engine, "calls itself \"" + name + "\", not lower-case letters and digits");
      }
      for (String setting : engine.settingNames()) {
        if (!SETTING.matcher(setting).matches()) {
          throw refused(
              engine,
              "has a setting called \"" + setting + "\", not lower-case letters, digits and _");
        }
      }
      engine.sensitiveSettingNames().forEach(Objects::requireNonNull);
    } catch (LinkageError e) {
      throw broken(engine, e);
    } catch (ConfigurationException e) {
      throw e;
    } catch (Exception e) { // also if the engine returns null
      throw new ConfigurationException(
          "the storage engine "
              + AdapterOrigin.of(engine)
              + " failed when asked for its name and settings: "
              + e
              + "; remove its jar, or use a version that works");
    }
  }

  /** Returns the exception for an engine whose classes or libraries are missing. */
  static ConfigurationException broken(StorageProvider engine, LinkageError error) {
    return new ConfigurationException(
        "the storage engine "
            + AdapterOrigin.of(engine)
            + " cannot be loaded: "
            + error
            + "; add what it needs to the class path, or remove its jar");
  }

  private static ConfigurationException refused(StorageProvider engine, String why) {
    return new ConfigurationException(
        "the storage engine "
            + AdapterOrigin.of(engine)
            + " "
            + why
            + "; remove its jar, or rename it");
  }
}
