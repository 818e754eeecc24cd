package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.UnpackedLibraries;
import java.nio.file.Path;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;

/** Makes the SQLite driver load its native library from where it is kept unpacked. */
final class UnpackedDriver {
  /** The driver's system property, which a user may have set. */
  private static final String DRIVERS_PATH = "org.sqlite.lib.path";

  private UnpackedDriver() {}

  /**
   * Sets the driver's path; has no effect once the library is loaded. If the driver cannot load the
   * library from there, it unpacks its own copy.
   */
  static void use() {
    if (System.getProperty(DRIVERS_PATH) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    Path unpacked =
        UnpackedLibraries.directoryOf(
            () -> JDBC.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name),
            name);
    if (unpacked != null) {
      System.setProperty(DRIVERS_PATH, unpacked.toString());
    }
  }
}
