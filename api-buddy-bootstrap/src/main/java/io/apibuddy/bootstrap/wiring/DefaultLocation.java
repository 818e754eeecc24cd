package io.apibuddy.bootstrap.wiring;

import java.nio.file.Path;

/** Says where a storage engine keeps its files if nobody else does. */
@FunctionalInterface
public interface DefaultLocation {

  /** Returns the path for an engine of that name; its directory is there. */
  Path of(String backend);
}
