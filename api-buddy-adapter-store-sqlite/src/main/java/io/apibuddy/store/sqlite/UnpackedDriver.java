package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.UnpackedLibraries;
import java.nio.file.Path;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;

/** Has the driver load its native library from where it is kept unpacked. */
final class UnpackedDriver {
  /** Names the driver's system property; a user may have set it. */
  private static final String DRIVERS_PATH = "org.sqlite.lib.path";

  private UnpackedDriver() {}

  /**
   * Tells the driver, which listens until it has loaded the library; what it cannot load from there
   * it unpacks itself.
   */
  static void use() {
    if (System.getProperty(DRIVERS_PATH) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    Path kept =
        UnpackedLibraries.directoryOf(
            () -> JDBC.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name),
            name);
    if (kept != null) {
      System.setProperty(DRIVERS_PATH, kept.toString());
    }
  }
}
