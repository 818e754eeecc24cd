package io.apibuddy.ports.store.local;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files and directories that only their owner can access, where the system supports
 * permissions.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private OwnerOnly() {}

  /** Returns the attributes of a new file. */
  public static FileAttribute<?>[] file() {
    return permissions("rw-------");
  }

  /** Returns the attributes of a new executable file. */
  public static FileAttribute<?>[] program() {
    return permissions("rwx------");
  }

  /** Returns the attributes of a new directory. */
  public static FileAttribute<?>[] directory() {
    return permissions("rwx------");
  }

  /**
   * Withdraws the permissions of everyone but owner and group from an existing directory, where the
   * system supports this.
   */
  public static void closeToOthers(Path directory) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(directory);
      if (allowed.removeAll(OTHERS)) {
        Files.setPosixFilePermissions(directory, allowed);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Another user owns the directory and lets us write to it, or there are no permissions.
    }
  }

  private static FileAttribute<?>[] permissions(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
