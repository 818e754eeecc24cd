package io.apibuddy.bootstrap.wiring;

import java.nio.file.Path;

/** The default location of a storage engine's files, for a configuration that names none. */
@FunctionalInterface
public interface DefaultLocation {

  /**
   * Returns the path for the engine of that name. The directory that contains it exists.
   *
   * @throws io.apibuddy.bootstrap.error.CacheException if the directory cannot be created
   */
  Path of(String backend);
}
